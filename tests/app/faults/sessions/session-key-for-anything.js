'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'session-key-for-anything',
  applies: 'server',
  summary: 'An Idempotency-Key that was used for another request is taken for a new one.',
  ...changeRequest({
    route: 'POST /api/dashboard/ops/impersonations',
    change({ req }) {
      delete req.headers['idempotency-key'];
    },
  }),
};
