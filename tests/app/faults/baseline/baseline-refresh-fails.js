'use strict';

module.exports = {
  name: 'baseline-refresh-fails',
  applies: 'script',
  script: 'npm run migrate:safety:baseline',
  summary: 'The baseline file cannot be written.',
};
