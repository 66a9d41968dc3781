'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'baseline-count-wrong',
  applies: 'script',
  script: 'npm run migrate:safety:baseline',
  summary: 'The script says that it accepted no risky statement, whatever it accepted.',
  ...changeScript({
    file: 'scripts/migrate-safety.js',
    when: (words) => words.includes('--write-baseline'),
    line: (line) => line.replace(/\d+ risky statements accepted/, '0 risky statements accepted'),
  }),
};
