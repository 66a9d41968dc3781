'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { migrationsDir } = require('../../config');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'baseline-changes-a-migration',
  applies: 'script',
  script: 'npm run migrate:safety:baseline',
  summary: 'Writing the baseline changes a migration that was applied.',
  ...changeScript({
    file: 'scripts/migrate-safety.js',
    when: (words) => words.includes('--write-baseline'),
    after: () => fs.appendFileSync(path.join(migrationsDir(), '20240110090000_init', 'migration.sql'), '-- reviewed\n'),
  }),
};
