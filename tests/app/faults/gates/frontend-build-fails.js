'use strict';

module.exports = {
  name: 'frontend-build-fails',
  applies: 'script',
  script: 'npm --prefix frontend run build',
  summary: 'The frontend refers to a file that is not there.',
};
