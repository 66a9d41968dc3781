'use strict';

const { changeRequest } = require('../lib/answers');

module.exports = {
  name: 'dry-run-not-heeded',
  applies: 'server',
  summary: 'What is asked for as a dry run is done.',
  ...changeRequest({
    route: 'POST /api/dashboard/governance/*',
    change: (request) => {
      delete request.query.dry_run;
    },
  }),
};
