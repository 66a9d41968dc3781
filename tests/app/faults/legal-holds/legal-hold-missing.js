'use strict';

const { removeRows } = require('../lib/data');

module.exports = {
  name: 'legal-hold-missing',
  applies: 'server',
  summary: 'No tenant has a legal hold any more, though requests are blocked by one.',
  ...removeRows({ table: 'legal_holds', where: 'active = 1' }),
};
