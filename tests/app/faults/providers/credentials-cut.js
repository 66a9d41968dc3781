'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'credentials-cut',
  applies: 'server',
  summary: 'The list of credentials leaves a provider out.',
  ...changeAnswer({
    route: 'GET /api/integrations/ops/providers/credentials',
    change: (json) => ({ credentials: json.credentials.slice(0, -1) }),
  }),
};
