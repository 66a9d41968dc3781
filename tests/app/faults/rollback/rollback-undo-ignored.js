'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'rollback-undo-ignored',
  applies: 'server',
  summary: 'A rollback back to the newest release is answered as done, and nothing changes.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/releases/rollback',
    async change(json, { db, body }) {
      if (!body.to) return;
      await db.run("UPDATE releases SET status = 'previous' WHERE version = ?", [json.to]);
      await db.run("UPDATE releases SET status = 'current' WHERE version = ?", [json.from]);
    },
  }),
};
