'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'integration-behind',
  applies: 'server',
  summary: 'One integration of each tenant is called healthy, though it is far behind and most of its runs fail.',
  ...changeRows({ table: 'integrations', key: 'id', where: "provider_id = 'billing'", set: { lag_seconds: 90000, error_rate_percent: 80 } }),
};
