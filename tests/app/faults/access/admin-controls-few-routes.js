'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'admin-controls-few-routes',
  applies: 'script',
  script: 'npm run launch:validate-admin-controls',
  summary: 'The check of permissions asks at three routes, not at all of them.',
  ...changeScript({
    file: 'scripts/launch-validate-admin-controls.js',
    line: (line) => line.replace(/is refused at \d+ routes/, 'is refused at 3 routes'),
  }),
};
