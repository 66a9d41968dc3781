'use strict';

module.exports = {
  name: 'destructive-migration',
  applies: 'script',
  script: 'npm run migrate:safety',
  summary: 'A migration drops a table and is not in the baseline.',
};
