'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-closes-every-one',
  applies: 'server',
  summary: 'Closing an incident closes every incident.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/close',
    change: (json, { db }) => db.run("UPDATE incidents SET status = 'resolved', updated_at = ?, closed_at = ?", [json.incident.closed_at, json.incident.closed_at]),
  }),
};
