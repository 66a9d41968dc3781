'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-status-lost',
  applies: 'server',
  summary: 'An update keeps its message, but the status of the incident stays.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/updates',
    change: (json, { db }) => db.run("UPDATE incidents SET status = 'investigating' WHERE id = ?", [json.incident.id]),
  }),
};
