'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'integrations-end-early',
  applies: 'server',
  summary: 'The health of integrations leaves one out.',
  ...changeAnswer({
    route: 'GET /api/dashboard/integrations/health',
    change: (json) => {
      json.integrations.pop();
    },
  }),
};
