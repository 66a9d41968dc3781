'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'health-hides-pending',
  applies: 'server',
  summary: 'The health endpoint names no pending migration, though some are.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => {
      if (json.migrations) Object.assign(json.migrations, { pending: 0, pending_names: [] });
    },
  }),
};
