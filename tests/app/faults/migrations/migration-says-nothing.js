'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-says-nothing',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'The script applies the migrations and does not say so.',
  ...changeScript({ file: 'scripts/db-migrate-deploy.js', line: () => null }),
};
