'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-of-oldest',
  applies: 'server',
  summary: 'A restore brings the oldest backup back, whichever was asked for.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    change: (json, { db }) => db.run('DELETE FROM playbook_assignments').then(() => undefined),
  }),
};
