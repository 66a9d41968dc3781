'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'replay-not-once',
  applies: 'server',
  summary: 'A replay that is sent again with its key is not known again.',
  ...changeRequest({
    route: 'POST /api/integrations/ops/dead-letter/:runId/replay',
    change(request) {
      delete request.req.headers['idempotency-key'];
    },
  }),
};
