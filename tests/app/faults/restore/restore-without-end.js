'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-without-end',
  applies: 'server',
  summary: 'A restore that succeeded has no time at which it ended.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    async change(json, { db }) {
      json.restore.finished_at = null;
      await db.run('UPDATE restores SET finished_at = NULL WHERE id = ?', [json.restore.id]);
    },
  }),
};
