'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'gap-listed-for-ever',
  applies: 'server',
  summary: 'The list of gaps keeps those that were filled.',
  ...changeRequest({
    route: 'GET /api/integrations/ops/gaps',
    change(request) {
      request.query.status = 'all';
    },
  }),
};
