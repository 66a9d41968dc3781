'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'public-incidents-private',
  applies: 'server',
  summary: 'The public list of incidents shows one that is not public.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => {
      json.incidents.push({ ...json.incidents[0], id: 'inc_private_0001' });
    },
  }),
};
