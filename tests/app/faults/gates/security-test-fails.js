'use strict';

module.exports = {
  name: 'security-test-fails',
  applies: 'script',
  script: 'npm run test:security',
  summary: 'The server under test lets a member administer, and the security tests notice.',
};
