'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'integration-success-to-come',
  applies: 'server',
  summary: 'One integration of each tenant is said to succeed tomorrow.',
  ...changeRows({ table: 'integrations', key: 'id', where: "provider_id = 'crm'", set: () => ({ last_success_at: daysFromNow(1) }) }),
};
