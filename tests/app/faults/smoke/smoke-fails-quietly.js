'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'smoke-fails-quietly',
  applies: 'script',
  script: 'npm run ops:smoke',
  summary: 'A smoke check fails, and the script ends well all the same.',
  ...changeScript({
    file: 'scripts/ops-smoke.js',
    line: (line) => line.replace('ok      self-check', 'FAILED  self-check'),
    status: () => 0,
  }),
};
