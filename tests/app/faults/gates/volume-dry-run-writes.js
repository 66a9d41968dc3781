'use strict';

module.exports = {
  name: 'volume-dry-run-writes',
  applies: 'script',
  script: 'npm run db:seed:volume:dry-run',
  summary: 'The volume dry run writes rows.',
};
