'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-audit-other-actor',
  applies: 'server',
  summary: 'What is done about incidents is logged as done by somebody else.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents*',
    change: (json, { db }) => db.run("UPDATE audit_log SET actor_id = 'usr_support' WHERE resource_id = ?", [json.incident.id]),
  }),
};
