'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { ROOT } = require('../../config');
const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'baseline-loosens-the-gate',
  applies: 'script',
  script: 'npm run migrate:safety:baseline',
  summary: 'Writing the baseline changes the rules of the safety gate.',
  ...changeScript({
    file: 'scripts/migrate-safety.js',
    when: (words) => words.includes('--write-baseline'),
    after: () => fs.appendFileSync(path.join(ROOT, 'scripts', 'lib', 'sql-safety.js'), '// no rule\n'),
  }),
};
