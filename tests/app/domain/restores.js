// Restores: bring a backup's tables back.
'use strict';

const { restoreBackup } = require('./backups');

function show(row) {
  return {
    id: row.id, backup_id: row.backup_id, status: row.status, rows_restored: row.rows_restored, error: row.error, reference: row.reference,
    requested_by: row.requested_by, started_at: row.started_at, finished_at: row.finished_at,
  };
}

async function settle({ db, faults, options, at }) {
  const due = await db.all("SELECT * FROM restores WHERE status = 'running' AND settle_at <= ?", [at]).catch(() => []);
  for (const row of due) {
    const backup = await db.one('SELECT * FROM backups WHERE id = ?', [row.backup_id]);
    try {
      if (faults.isOn('restore-fails')) throw new Error('the backup could not be read to its end');
      const rows = await restoreBackup(db, backup, options.databaseUrl, faults.isOn('restore-incomplete') ? ['accounts'] : []);
      await db.run("UPDATE restores SET status = 'succeeded', rows_restored = ?, finished_at = ?, settle_at = NULL WHERE id = ?", [rows, at, row.id]);
    } catch (error) {
      await db.run("UPDATE restores SET status = 'failed', error = ?, finished_at = ?, settle_at = NULL WHERE id = ?", [error.message, at, row.id]);
    }
  }
}

module.exports = { show, settle };
