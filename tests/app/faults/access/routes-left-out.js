'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'routes-left-out',
  applies: 'server',
  summary: 'The table of routes leaves out those of the exports of personal data.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/routes',
    change(json) {
      json.routes = json.routes.filter((route) => !route.path.includes('pii-export'));
      json.total = json.routes.length;
    },
  }),
};
