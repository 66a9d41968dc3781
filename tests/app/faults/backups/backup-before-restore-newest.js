'use strict';

const { addRow, daysFromNow } = require('../lib/data');
const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backup-before-restore-newest',
  applies: 'server',
  summary: 'The newest backup is the one that was made before a restore.',
  ...addRow({
    table: 'backups', key: 'id',
    row: () => ({ id: 'bak_0009', created_at: daysFromNow(-0.1), release_version: '1.4.0', row_count: 60, size_bytes: 9000, sha256: '0'.repeat(64) }),
  }),
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/backups',
    change(json) {
      for (const one of json.backups) if (one.id === 'bak_0009') Object.assign(one, { intact: true, reference: 'before a restore', tables: [{ name: 'accounts', rows: 60 }] });
    },
  }),
};
