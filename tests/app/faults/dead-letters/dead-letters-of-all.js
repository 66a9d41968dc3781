'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'dead-letters-of-all',
  applies: 'server',
  summary: 'The dead-letter queue is that of every tenant that the caller may see.',
  ...changeRequest({
    route: 'GET /api/integrations/ops/dead-letter',
    change(request) {
      delete request.query.organization_id;
    },
  }),
};
