'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-by-nobody',
  applies: 'server',
  summary: 'A restore is kept as asked for by nobody.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/restores',
    change: (json, { db }) => db.run("UPDATE restores SET requested_by = 'anonymous' WHERE id = ?", [json.restore.id]),
  }),
};
