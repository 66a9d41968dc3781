'use strict';

module.exports = {
  name: 'evidence-no-verdict',
  applies: 'script',
  script: 'npm run launch:evidence',
  summary: 'The release evidence has no verdict line.',
};
