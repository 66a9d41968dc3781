'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'self-check-failing',
  applies: 'server',
  summary: 'The self-check says failing, and nothing else does.',
  ...changeAnswer({
    route: 'GET /api/selfcheck',
    change(json) {
      json.status = 'failing';
    },
  }),
};
