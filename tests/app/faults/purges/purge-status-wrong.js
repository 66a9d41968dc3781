'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'purge-status-wrong',
  applies: 'server',
  summary: 'Every purge is in order, and the status of all of them is failing.',
  ...changeAnswer({
    route: 'GET /api/dashboard/governance/purge-schedule',
    change: (json) => {
      json.status = 'failing';
    },
  }),
};
