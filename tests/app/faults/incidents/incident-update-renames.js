'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-update-renames',
  applies: 'server',
  summary: 'An update gives the incident another title and severity.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/updates',
    change: (json, { db }) => db.run("UPDATE incidents SET title = 'Maintenance', severity = 'minor' WHERE id = ?", [json.incident.id]),
  }),
};
