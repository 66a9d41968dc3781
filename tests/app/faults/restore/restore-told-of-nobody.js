'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-told-of-nobody',
  applies: 'server',
  summary: 'A restore does not tell who asked for it.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    change(json) {
      json.restore.requested_by = null;
    },
  }),
};
