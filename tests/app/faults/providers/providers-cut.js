'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'providers-cut',
  applies: 'server',
  summary: 'The list of providers leaves one out.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/providers',
    change: (json) => ({ providers: json.providers.slice(1) }),
  }),
};
