'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'hold-without-reason',
  applies: 'server',
  summary: 'A legal hold has no reason.',
  ...changeRows({ table: 'legal_holds', key: 'id', set: { reason: '' } }),
};
