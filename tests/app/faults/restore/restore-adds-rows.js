'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'restore-adds-rows',
  applies: 'server',
  summary: 'A restore leaves a row that is not in the backup.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/restores/:restoreId',
    async change(json, { db }) {
      const row = await db.one("SELECT * FROM accounts WHERE id = 'acc_acme_0001'");
      const there = await db.one("SELECT id FROM accounts WHERE id = 'acc_acme_left'");
      if (!there) await db.insert('accounts', { ...row, id: 'acc_acme_left' });
    },
  }),
};
