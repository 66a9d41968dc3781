'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'integration-lag-hidden',
  applies: 'server',
  summary: 'The integration health says that an integration is up to date, while the database has it a day behind.',
  ...changeAnswer({
    route: 'GET /api/dashboard/integrations/health',
    async change(json, request) {
      await request.db.run('UPDATE integrations SET lag_seconds = 90000 WHERE id = ?', [json.integrations[0].id]);
    },
  }),
};
