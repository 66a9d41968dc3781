'use strict';

const { changeRows, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'integration-silent',
  applies: 'server',
  summary: 'One integration of each tenant is called healthy, though it last succeeded three days ago.',
  ...changeRows({ table: 'integrations', key: 'id', where: "provider_id = 'crm'", set: () => ({ last_success_at: daysFromNow(-3) }) }),
};
