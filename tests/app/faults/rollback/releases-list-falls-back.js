'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'releases-list-falls-back',
  applies: 'server',
  summary: 'The list of releases tells a rollback once, then shows the releases as they were before it.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/releases/rollback',
    change(json, request, memory) {
      memory.asked = 0;
    },
  }, {
    route: 'GET /api/dashboard/ops/releases',
    change(json, request, memory) {
      if (memory.asked === undefined) return;
      memory.asked += 1;
      if (memory.asked > 1) [json.current, json.previous] = [json.previous, json.current];
    },
  }),
};
