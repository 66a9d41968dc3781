'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { migrationsDir } = require('../../config');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'baseline-of-other-statements',
  applies: 'script',
  script: 'npm run migrate:safety:baseline',
  summary: 'The baseline shows another statement than the one that it accepts.',
  ...changeScript({
    file: 'scripts/migrate-safety.js',
    when: (words) => words.includes('--write-baseline'),
    after() {
      const file = path.join(path.dirname(migrationsDir()), 'migration-safety-baseline.json');
      const baseline = JSON.parse(fs.readFileSync(file, 'utf8'));
      for (const entry of baseline.accepted) entry.statement = 'ALTER TABLE organizations ADD COLUMN harmless TEXT';
      fs.writeFileSync(file, `${JSON.stringify(baseline, null, 2)}\n`);
    },
  }),
};
