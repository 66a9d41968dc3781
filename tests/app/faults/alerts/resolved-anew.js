'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'resolved-anew',
  applies: 'server',
  summary: 'Resolving an alert that is resolved already changes when that was.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/alerts/:alertId/resolve',
    change: (json, { db, now, params }) => db.run('UPDATE alerts SET resolved_at = ? WHERE id = ?', [now.toISOString(), params.alertId]).then(() => json),
  }),
};
