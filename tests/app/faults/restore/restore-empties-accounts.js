'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-empties-accounts',
  applies: 'server',
  summary: 'A restore empties the accounts and counts them as restored.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    async change(json, { db }) {
      if (json.restore.status === 'succeeded') await db.run("DELETE FROM accounts");
    },
  }),
};
