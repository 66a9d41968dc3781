'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-takes-notes',
  applies: 'server',
  summary: 'A restore takes incidents away, which are in no backup.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    async change(json, { db }) {
      if (json.restore.status === 'succeeded') await db.run("DELETE FROM incidents");
    },
  }),
};
