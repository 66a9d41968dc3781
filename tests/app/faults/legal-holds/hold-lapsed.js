'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'hold-lapsed',
  applies: 'server',
  summary: 'A legal hold is called active, though it has a time at which it was released.',
  ...changeRows({ table: 'legal_holds', key: 'id', set: () => ({ released_at: daysFromNow(-1) }) }),
};
