'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'status-leaks-operators',
  applies: 'server',
  summary: 'The public list says which operator opened an incident.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change(json) {
      for (const incident of json.incidents) incident.opened_by = 'usr_operator';
    },
  }),
};
