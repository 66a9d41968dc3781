'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'backfill-not-once',
  applies: 'server',
  summary: 'A backfill that is sent again with its key is started again.',
  ...changeRequest({
    route: 'POST /api/integrations/ops/backfills',
    change(request) {
      delete request.req.headers['idempotency-key'];
    },
  }),
};
