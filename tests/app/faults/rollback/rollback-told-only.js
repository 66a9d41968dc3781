'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'rollback-told-only',
  applies: 'server',
  summary: 'A rollback is told by the list of releases, but not made.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/releases/rollback',
    async change(json, { db }, memory) {
      memory.told = json;
      await db.run("UPDATE releases SET status = 'previous' WHERE version = ?", [json.to]);
      await db.run("UPDATE releases SET status = 'current' WHERE version = ?", [json.from]);
    },
  }, {
    route: 'GET /api/dashboard/ops/releases',
    change: (json, request, { told }) => (told ? { ...json, current: told.to, previous: told.from } : json),
  }),
};
