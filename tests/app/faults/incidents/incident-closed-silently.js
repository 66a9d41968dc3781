'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-closed-silently',
  applies: 'server',
  summary: 'The closing message is not kept.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/close',
    change: (json, { db }) => db.run("DELETE FROM incident_updates WHERE incident_id = ? AND status = 'resolved'", [json.incident.id]),
  }),
};
