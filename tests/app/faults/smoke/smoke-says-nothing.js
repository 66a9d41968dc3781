'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'smoke-says-nothing',
  applies: 'script',
  script: 'npm run ops:smoke',
  summary: 'The smoke checks are called passed, but none is made.',
  ...changeScript({
    file: 'scripts/ops-smoke.js',
    instead: (say) => say('ops:smoke: all 0 checks passed'),
  }),
};
