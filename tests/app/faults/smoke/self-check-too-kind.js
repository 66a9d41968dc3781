'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'self-check-too-kind',
  applies: 'server',
  summary: 'The self-check is called ok, though one of its parts is not.',
  ...changeAnswer({
    route: 'GET /api/selfcheck',
    change(json) {
      json.checks[1].ok = false;
    },
  }),
};
