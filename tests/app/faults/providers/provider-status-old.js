'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'provider-status-old',
  applies: 'server',
  summary: 'The status of a provider is days old.',
  ...changeRows({ table: 'providers', key: 'id', where: "id = 'billing'", set: () => ({ checked_at: daysFromNow(-3) }) }),
};
