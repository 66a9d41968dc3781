'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-ended-before',
  applies: 'server',
  summary: 'A restore ended before it began.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    async change(json, { db }) {
      json.restore.finished_at = new Date(Date.parse(json.restore.started_at) - 3600000).toISOString();
      await db.run('UPDATE restores SET finished_at = ? WHERE id = ?', [json.restore.finished_at, json.restore.id]);
    },
  }),
};
