'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-close-not-audited',
  applies: 'server',
  summary: 'That an incident was closed is not in the audit log.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents/:incidentId/close',
    change: (json, { db }) => db.run("DELETE FROM audit_log WHERE action = 'incident.closed' AND resource_id = ?", [json.incident.id]),
  }),
};
