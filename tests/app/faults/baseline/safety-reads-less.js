'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'safety-reads-less',
  applies: 'script',
  script: 'npm run migrate:safety',
  summary: 'The migration safety gate looks at one migration only.',
  ...changeScript({ file: 'scripts/migrate-safety.js', line: (line) => line.replace(/\d+ migrations, /, '1 migrations, ') }),
};
