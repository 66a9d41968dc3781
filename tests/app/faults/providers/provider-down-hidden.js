'use strict';

const { changeRows } = require('../lib/data');
const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'provider-down-hidden',
  applies: 'server',
  summary: 'A provider is down, and the list calls it operational.',
  ...changeRows({ table: 'providers', key: 'id', where: "id = 'crm'", set: { status: 'down' } }),
  ...changeAnswer({
    route: 'GET /api/integrations/ops/providers',
    change(json) {
      for (const one of json.providers) one.status = 'operational';
    },
  }),
};
