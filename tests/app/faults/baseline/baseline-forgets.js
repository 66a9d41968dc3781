'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { migrationsDir } = require('../../config');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'baseline-forgets',
  applies: 'script',
  script: 'npm run migrate:safety:baseline',
  summary: 'The baseline is written without any statement, and the script says so.',
  ...changeScript({
    file: 'scripts/migrate-safety.js',
    when: (words) => words.includes('--write-baseline'),
    instead(say) {
      const file = path.join(path.dirname(migrationsDir()), 'migration-safety-baseline.json');
      fs.writeFileSync(file, '{ "accepted": [] }\n');
      say('migrate:safety: baseline written, 0 risky statements accepted');
    },
  }),
};
