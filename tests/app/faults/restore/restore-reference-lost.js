'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'restore-reference-lost',
  applies: 'server',
  summary: 'What a restore is started under is not kept.',
  ...changeRequest({
    route: 'POST /api/dashboard/ops/restores',
    change(request) {
      delete request.body.reference;
    },
  }),
};
