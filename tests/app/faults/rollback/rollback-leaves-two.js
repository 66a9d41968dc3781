'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'rollback-leaves-two',
  applies: 'server',
  summary: 'After a rollback two releases are the current one.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/releases/rollback',
    async change(json, { db, body }) {
      if (!body.to) await db.run("UPDATE releases SET status = 'current' WHERE version = ?", [json.from]);
    },
  }),
};
