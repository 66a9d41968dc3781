'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'admin-controls-ends-well',
  applies: 'script',
  script: 'npm run launch:validate-admin-controls',
  summary: 'The check of permissions says that members are let in, and ends with 0.',
  ...changeScript({
    file: 'scripts/launch-validate-admin-controls.js',
    line: (line) => (line.startsWith('ok      a member is refused') ? line.replace('ok     ', 'FAILED ') : line.includes('checks passed') ? null : line),
  }),
};
