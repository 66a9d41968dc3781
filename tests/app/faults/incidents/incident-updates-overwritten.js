'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-updates-overwritten',
  applies: 'server',
  summary: 'An update takes the place of what was said before.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/updates',
    change: (json, { db }) => db.run("DELETE FROM incident_updates WHERE incident_id = ? AND status = 'investigating'", [json.incident.id]),
  }),
};
