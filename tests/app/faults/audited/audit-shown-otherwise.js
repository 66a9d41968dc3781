'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'audit-shown-otherwise',
  applies: 'server',
  summary: 'The audit log shows another actor than the one that it has kept.',
  ...changeAnswer({
    route: 'GET /api/dashboard/audit-log',
    change(json) {
      for (const event of json.events) event.actor_id = 'usr_support';
    },
  }),
};
