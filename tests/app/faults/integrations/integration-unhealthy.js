'use strict';

const { changeRows } = require('../lib/data');

module.exports = {
  name: 'integration-unhealthy',
  applies: 'server',
  summary: 'One integration of each tenant is degraded.',
  ...changeRows({ table: 'integrations', key: 'id', where: "provider_id = 'crm'", set: { status: 'degraded', error_rate_percent: 35, lag_seconds: 5400 } }),
};
