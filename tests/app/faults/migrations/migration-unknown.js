'use strict';

const { addRow, daysFromNow } = require('../lib/data');

module.exports = {
  name: 'migration-unknown',
  applies: 'server',
  summary: 'The database has a migration that the folder does not know.',
  ...addRow({
    table: '_prisma_migrations', key: 'id',
    row: () => ({ id: 'fault-migration-unknown', checksum: '0'.repeat(64), migration_name: '20240901090000_from_elsewhere', started_at: daysFromNow(0), finished_at: daysFromNow(0), applied_steps_count: 1 }),
  }),
};
