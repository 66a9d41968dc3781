'use strict';

module.exports = {
  name: 'evidence-fails',
  applies: 'script',
  script: 'npm run launch:evidence',
  summary: 'The release evidence cannot be written.',
};
