'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'public-incidents-not-listed',
  applies: 'server',
  summary: 'The public list of incidents is empty.',
  ...changeAnswer({
    route: 'GET /api/status/incidents',
    change: (json) => {
      json.incidents = [];
    },
  }),
};
