'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'safety-backup-not-first',
  applies: 'server',
  summary: 'The list of backups has the one that was made just now at its end.',
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/backups',
    change(json) {
      const [first, ...others] = json.backups;
      if (first.reference === 'before a restore') json.backups = [...others, first];
    },
  }),
};
