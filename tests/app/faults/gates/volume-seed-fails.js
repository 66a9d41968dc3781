'use strict';

module.exports = {
  name: 'volume-seed-fails',
  applies: 'script',
  script: 'npm run launch:gate:p1 -- --volume-seed',
  summary: 'The volume seed stops half-way.',
};
