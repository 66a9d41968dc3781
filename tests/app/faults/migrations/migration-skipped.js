'use strict';

module.exports = {
  name: 'migration-skipped',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'Migrations are reported as applied, but none is.',
};
