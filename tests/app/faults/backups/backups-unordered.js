'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backups-unordered',
  applies: 'server',
  summary: 'The list of backups begins with the oldest.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/backups',
    change(json) {
      json.backups.reverse();
    },
  }),
};
