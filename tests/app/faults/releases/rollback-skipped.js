'use strict';

module.exports = {
  name: 'rollback-skipped',
  applies: 'script',
  script: 'npm run ops:rollback',
  summary: 'The rollback is reported as done, but none is made.',
};
