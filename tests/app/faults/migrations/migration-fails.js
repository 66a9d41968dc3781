'use strict';

module.exports = {
  name: 'migration-fails',
  applies: 'script',
  script: 'npm run db:migrate:deploy',
  summary: 'The first pending migration is refused by the database and rolled back.',
};
