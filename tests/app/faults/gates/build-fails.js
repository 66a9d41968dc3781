'use strict';

module.exports = {
  name: 'build-fails',
  applies: 'script',
  script: 'npm run build',
  summary: 'A source file of the application does not parse.',
};
