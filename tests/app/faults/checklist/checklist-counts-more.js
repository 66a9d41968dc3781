'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'checklist-counts-more',
  applies: 'script',
  script: 'npm run launch:checklist',
  summary: 'The launch checklist counts more checks than it made.',
  ...changeScript({ file: 'scripts/launch-checklist.js', line: (line) => line.replace(/all \d+ checks passed/, 'all 99 checks passed') }),
};
