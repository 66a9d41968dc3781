'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'baseline-not-written',
  applies: 'script',
  script: 'npm run migrate:safety:baseline',
  summary: 'The baseline is reported as written, and is not.',
  ...changeScript({
    file: 'scripts/migrate-safety.js',
    when: (words) => words.includes('--write-baseline'),
    instead: (say) => say('migrate:safety: baseline written, 1 risky statements accepted'),
  }),
};
