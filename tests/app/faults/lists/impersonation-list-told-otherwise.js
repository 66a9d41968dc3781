'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'impersonation-list-told-otherwise',
  applies: 'server',
  summary: 'The list of impersonations says of each that it ends in an hour.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/impersonations',
    change(json, { now }) {
      for (const one of json.impersonations) one.expires_at = new Date(now.getTime() + 3600000).toISOString();
    },
  }),
};
