'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-first-message-lost',
  applies: 'server',
  summary: 'The first message of an incident is not kept.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    change: (json, { db }) => db.run("DELETE FROM incident_updates WHERE incident_id = ?", [json.incident.id]),
  }),
};
