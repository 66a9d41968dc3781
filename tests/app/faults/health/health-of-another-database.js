'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'health-of-another-database',
  applies: 'server',
  summary: 'The health endpoint says that the application uses another kind of database.',
  ...changeAnswer({
    route: 'GET /healthz',
    change: (json) => {
      json.database = json.database === 'sqlite' ? 'postgres' : 'sqlite';
    },
  }),
};
