'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { migrationsDir } = require('../../config');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'baseline-broken',
  applies: 'script',
  script: 'npm run migrate:safety:baseline',
  summary: 'The baseline is written to its half.',
  ...changeScript({
    file: 'scripts/migrate-safety.js',
    when: (words) => words.includes('--write-baseline'),
    after() {
      const file = path.join(path.dirname(migrationsDir()), 'migration-safety-baseline.json');
      const text = fs.readFileSync(file, 'utf8');
      fs.writeFileSync(file, text.slice(0, text.length / 2));
    },
  }),
};
