'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-not-kept',
  applies: 'server',
  summary: 'Starting an impersonation is answered as done, but nothing is kept.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/impersonations',
    async change(json, { db }) {
      await db.run('DELETE FROM impersonations WHERE id = ?', [json.impersonation.id]);
    },
  }),
};
