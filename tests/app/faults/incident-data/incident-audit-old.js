'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-audit-old',
  applies: 'server',
  summary: 'What is done about incidents is logged as done yesterday.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents*',
    change: (json, { db, now }) => db.run('UPDATE audit_log SET at = ? WHERE resource_id = ?', [new Date(now - 86400000).toISOString(), json.incident.id]),
  }),
};
