'use strict';

const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backup-of-other-release',
  applies: 'server',
  summary: 'A backup says that it was made under the release before.',
  ...changeAnswer({
    route: 'POST /api/dashboard/ops/backups',
    async change(json, { db }) {
      json.backup.release_version = '1.3.2';
      await db.run("UPDATE backups SET release_version = '1.3.2' WHERE id = ?", [json.backup.id]);
    },
  }),
};
