'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'checklist-elsewhere',
  applies: 'script',
  script: 'npm run launch:checklist',
  summary: 'The launch checklist asks another address than the one it was given.',
  ...changeScript({ file: 'scripts/launch-checklist.js', line: (line) => line.replace(/^launch:checklist: http\S+$/, 'launch:checklist: https://staging.example.com') }),
};
