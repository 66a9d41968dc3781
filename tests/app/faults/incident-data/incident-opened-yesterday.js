'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-opened-yesterday',
  applies: 'server',
  summary: 'An incident is kept as opened yesterday.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    change: (json, { db, now }) => db.run('UPDATE incidents SET started_at = ? WHERE id = ?', [new Date(now - 86400000).toISOString(), json.incident.id]),
  }),
};
