'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'rollback-by-nobody',
  applies: 'server',
  summary: 'A rollback is kept as made by nobody.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/releases/rollback',
    change: (json, { db }) => db.run("UPDATE releases SET deployed_by = 'anonymous' WHERE version = ?", [json.to]),
  }),
};
