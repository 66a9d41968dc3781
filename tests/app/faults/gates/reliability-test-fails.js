'use strict';

module.exports = {
  name: 'reliability-test-fails',
  applies: 'script',
  script: 'npm run test:reliability',
  summary: 'The server under test never finishes a replay, and the reliability tests notice.',
};
