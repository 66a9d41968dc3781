'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'session-key-ignored',
  applies: 'server',
  summary: 'Opening a session twice with one Idempotency-Key opens two.',
  ...changeRequest({
    route: 'POST /api/dashboard/security/sessions',
    change({ req }) {
      delete req.headers['idempotency-key'];
    },
  }),
};
