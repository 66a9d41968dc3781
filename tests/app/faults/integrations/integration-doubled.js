'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'integration-doubled',
  applies: 'server',
  summary: 'The integration health shows one integration twice and another not at all.',
  ...changeAnswer({
    route: 'GET /api/dashboard/integrations/health',
    change(json) {
      json.integrations[1] = json.integrations[0];
    },
  }),
};
