'use strict';

module.exports = {
  name: 'volume-dry-run-fails',
  applies: 'script',
  script: 'npm run db:seed:volume:dry-run',
  summary: 'The volume profile is over its size limit.',
};
