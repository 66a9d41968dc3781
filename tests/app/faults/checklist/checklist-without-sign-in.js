'use strict';

const { changeScript } = require('../lib/script-faults');

module.exports = {
  name: 'checklist-without-sign-in',
  applies: 'script',
  script: 'npm run launch:checklist',
  summary: 'The launch checklist does not heed the credentials, and leaves out what asks for them.',
  ...changeScript({
    file: 'scripts/launch-checklist.js',
    before() {
      delete process.env.LAUNCH_ADMIN_BEARER_TOKEN;
      delete process.env.LAUNCH_ADMIN_SESSION_TOKEN;
    },
  }),
};
