'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'checklist-says-nothing',
  applies: 'script',
  script: 'npm run launch:checklist',
  summary: 'The launch checklist ends well without having checked anything.',
  ...changeScript({ file: 'scripts/launch-checklist.js', instead: () => {} }),
};
