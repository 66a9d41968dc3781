'use strict';

module.exports = {
  name: 'frontend-install-fails',
  applies: 'script',
  script: 'npm --prefix frontend ci',
  summary: 'The install check of the frontend refuses.',
};
