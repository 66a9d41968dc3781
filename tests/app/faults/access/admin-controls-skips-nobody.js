'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'admin-controls-skips-nobody',
  applies: 'script',
  script: 'npm run launch:validate-admin-controls',
  summary: 'The check of permissions leaves out what nobody may do, and says that all its checks passed.',
  ...changeScript({
    file: 'scripts/launch-validate-admin-controls.js',
    line: (line) => (line.startsWith('ok      nobody is refused') ? null : line.replace(/all \d+ checks passed/, 'all 4 checks passed')),
  }),
};
