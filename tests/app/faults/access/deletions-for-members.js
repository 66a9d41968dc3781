'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'deletions-for-members',
  applies: 'server',
  summary: 'The table of routes says that members may approve deletions.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/routes',
    change: (json) => ({ ...json, routes: json.routes.map((one) => (one.path.endsWith('/approve') ? { ...one, role: 'member' } : one)) }),
  }),
};
