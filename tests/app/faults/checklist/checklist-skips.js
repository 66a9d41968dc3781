'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'checklist-skips',
  applies: 'script',
  script: 'npm run launch:checklist',
  summary: 'The launch checklist passes over the health of the application.',
  ...changeScript({ file: 'scripts/launch-checklist.js', line: (line) => (line.endsWith(' health') ? 'skipped health' : line) }),
};
