'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'smoke-counts-wrong',
  applies: 'script',
  script: 'npm run ops:smoke',
  summary: 'The smoke checks count one more than they made.',
  ...changeScript({
    file: 'scripts/ops-smoke.js',
    line: (line) => line.replace('all 3', 'all 4'),
  }),
};
