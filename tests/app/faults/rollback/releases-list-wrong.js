'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'releases-list-wrong',
  applies: 'server',
  summary: 'The list of releases calls another release the current one than the database.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/releases',
    change(json) {
      for (const one of json.releases) if (one.status === 'current') [one.version, json.current] = ['1.5.0', '1.5.0'];
    },
  }),
};
