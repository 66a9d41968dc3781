'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'incident-kept-as-updated-before',
  applies: 'server',
  summary: 'An incident is kept as changed before it was opened.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/incidents',
    change: (json, { db, now }) => db.run('UPDATE incidents SET updated_at = ? WHERE id = ?', [new Date(now - 86400000).toISOString(), json.incident.id]),
  }),
};
