'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'rollback-too-far',
  applies: 'server',
  summary: 'A rollback goes to the oldest release.',
  ...changeRequest({
    route: 'POST /api/dashboard/ops/releases/rollback',
    change(request) {
      request.body.to ||= '1.3.1';
    },
  }),
};
