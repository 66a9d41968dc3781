'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { migrationsDir } = require('../../config');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'baseline-accepts-more',
  applies: 'script',
  script: 'npm run migrate:safety:baseline',
  summary: 'The baseline accepts a statement that is in no migration yet.',
  ...changeScript({
    file: 'scripts/migrate-safety.js',
    when: (words) => words.includes('--write-baseline'),
    after() {
      const file = path.join(path.dirname(migrationsDir()), 'migration-safety-baseline.json');
      const baseline = JSON.parse(fs.readFileSync(file, 'utf8'));
      baseline.accepted.push({ migration: '20991231090000_later', what: 'drops a table', statement: 'DROP TABLE accounts', sha256: '0'.repeat(64) });
      fs.writeFileSync(file, `${JSON.stringify(baseline, null, 2)}\n`);
    },
  }),
};
