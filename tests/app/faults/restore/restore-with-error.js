'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-with-error',
  applies: 'server',
  summary: 'A restore is called succeeded, and has an error all the same.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    change(json) {
      json.restore.error = 'three tables were locked';
    },
  }),
};
