'use strict';

const { addRow, daysFromNow } = require('../lib/data');
const { changeAnswer } = require('../lib/answers');

module.exports = {
  name: 'backups-cut',
  applies: 'server',
  summary: 'The list of backups leaves the newest out.',
  ...addRow({
    table: 'backups', key: 'id',
    row: () => ({ id: 'bak_0002', created_at: daysFromNow(-0.5), release_version: '1.4.0', row_count: 60, size_bytes: 9000, sha256: '0'.repeat(64) }),
  }),
  ...changeAnswer({
    route: 'GET /api/dashboard/ops/backups',
    change: (json) => ({ ...json, backups: json.backups.filter((one) => one.id !== 'bak_0002') }),
  }),
};
