'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'roles-elsewhere-untold',
  applies: 'server',
  summary: 'Whoever asks who they are is told nothing of their roles in other tenants.',
  ...changeAnswer({
    route: 'GET /api/dashboard/me',
    change: (json) => ({ ...json, roles: { [json.organization_id]: json.role } }),
  }),
};
