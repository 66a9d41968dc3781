'use strict';

module.exports = {
  name: 'install-fails',
  applies: 'script',
  script: 'npm ci',
  summary: 'The install check of the application refuses.',
};
