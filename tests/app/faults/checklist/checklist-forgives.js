'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'checklist-forgives',
  applies: 'script',
  script: 'npm run launch:checklist',
  summary: 'The launch checklist ends with status 0 whatever it found.',
  ...changeScript({ file: 'scripts/launch-checklist.js', status: () => 0 }),
};
