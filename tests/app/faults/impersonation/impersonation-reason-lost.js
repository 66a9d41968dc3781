'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-reason-lost',
  applies: 'server',
  summary: 'An impersonation is kept without the reason that was given.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db }) {
      const value = '-';
      await db.run('UPDATE impersonations SET reason = ? WHERE id = ?', [value, json.impersonation.id]);
      json.impersonation.reason = value;
    },
  }),
};
