'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'rollback-long-ago',
  applies: 'server',
  summary: 'A rollback is kept as made a year ago.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/releases/rollback',
    change: (json, { db, now }) => db.run('UPDATE releases SET deployed_at = ? WHERE version = ?', [new Date(now - 365 * 86400000).toISOString(), json.to]),
  }),
};
