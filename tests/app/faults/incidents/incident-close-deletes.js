'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-close-deletes',
  applies: 'server',
  summary: 'Closing an incident deletes it.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/close',
    change: (json, { db }) => db.run("DELETE FROM incidents WHERE id = ?", [json.incident.id]),
  }),
};
