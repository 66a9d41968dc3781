'use strict';

module.exports = {
  name: 'gate-fails',
  applies: 'script',
  script: 'npm run launch:gate',
  summary: 'The check that belongs to the gate alone finds that the versions disagree.',
};
