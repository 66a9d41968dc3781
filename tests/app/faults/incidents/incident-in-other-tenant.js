'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-in-other-tenant',
  applies: 'server',
  summary: 'An incident is kept in another tenant than it was opened for.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    change: (json, { db }) => db.run("UPDATE incidents SET organization_id = 'globex' WHERE id = ?", [json.incident.id]),
  }),
};
