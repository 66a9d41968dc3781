'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-list-hashes',
  applies: 'server',
  summary: 'The list of impersonations shows the hashes of their tokens.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    async change(json, { db }) {
      for (const one of json.impersonations) Object.assign(one, await db.one('SELECT token_hash FROM impersonations WHERE id = ?', [one.id]));
    },
  }),
};
