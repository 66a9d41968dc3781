'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'migration-half-done',
  applies: 'server',
  summary: 'A migration was begun and neither finished nor rolled back.',
  ...addRow({
    table: '_prisma_migrations', key: 'id',
    row: () => ({ id: 'fault-migration-half-done', checksum: '0'.repeat(64), migration_name: '20240617090000_account_notes', started_at: daysFromNow(0), finished_at: null, applied_steps_count: 0 }),
  }),
};
