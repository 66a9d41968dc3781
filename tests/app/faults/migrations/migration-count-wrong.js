'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'migration-count-wrong',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'The script says that it applied one migration, whatever it applied.',
  ...changeScript({ file: 'scripts/db-migrate-deploy.js', line: (line) => line.replace(/\d+ migrations applied/, '1 migrations applied') }),
};
