'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'hold-placed-by-nobody',
  applies: 'server',
  summary: 'A legal hold was placed by somebody who is not known.',
  ...changeRows({ table: 'legal_holds', key: 'id', set: { placed_by: 'usr_gone' } }),
};
