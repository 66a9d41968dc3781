'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'admin-controls-does-nothing',
  applies: 'script',
  script: 'npm run launch:validate-admin-controls',
  summary: 'The check of permissions checks nothing, and ends with 0.',
  ...changeScript({ file: 'scripts/launch-validate-admin-controls.js', instead() {} }),
};
