'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-end-not-kept',
  applies: 'server',
  summary: 'A restore tells when it ended, but the database does not know it.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    change: (json, { db }) => db.run('UPDATE restores SET finished_at = NULL WHERE id = ?', [json.restore.id]).then(() => undefined),
  }),
};
