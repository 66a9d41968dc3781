'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-by-nobody',
  applies: 'server',
  summary: 'What is said about an incident is kept as said by nobody.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    change: (json, { db }) => db.run("UPDATE incident_updates SET posted_by = 'anonymous' WHERE incident_id = ?", [json.incident.id]),
  }),
};
