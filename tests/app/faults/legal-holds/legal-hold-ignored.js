'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'legal-hold-ignored',
  applies: 'server',
  summary: 'Legal holds are not enforced: what they hold can be approved for deletion.',
  ...changeRows({ table: 'legal_holds', key: 'id', set: { enforced: 0 } }),
};
