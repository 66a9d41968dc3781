// Backfills: bounded loads of what is missing; the gaps they cover close when they finish.
'use strict';

function show(row) {
  return {
    id: row.id, integration_id: row.integration_id, organization_id: row.organization_id, from: row.range_start, to: row.range_end,
    max_records: row.max_records, processed: row.processed, status: row.status, error: row.error, reference: row.reference,
    requested_by: row.requested_by, started_at: row.started_at, finished_at: row.finished_at,
  };
}

async function finish({ db, faults }, row, at) {
  const covered = [row.integration_id, row.range_start, row.range_end];
  const missing = await db.one(
    "SELECT COALESCE(SUM(missing_records), 0) AS n FROM data_gaps WHERE integration_id = ? AND range_start >= ? AND range_end <= ? AND status = 'open'", covered);
  if (!faults.isOn('backfill-leaves-gap')) await db.run(
    "UPDATE data_gaps SET status = 'backfilled', backfill_id = ? WHERE integration_id = ? AND range_start >= ? AND range_end <= ? AND status = 'open'",
    [row.id, ...covered]);
  await db.run("UPDATE backfills SET status = 'finished', processed = ?, finished_at = ?, settle_at = NULL WHERE id = ? AND status = 'running'",
    [faults.isOn('backfill-too-many') ? row.max_records + 1 : Math.min(Number(missing.n), row.max_records), at, row.id]);
}

async function settle({ db, faults, at }) {
  if (faults.isOn('backfill-never-ends')) return;
  const due = await db.all("SELECT * FROM backfills WHERE status = 'running' AND settle_at <= ?", [at]);
  for (const row of due) {
    if (faults.isOn('backfill-fails')) {
      await db.run("UPDATE backfills SET status = 'failed', error = 'the provider refused the range', finished_at = ?, settle_at = NULL WHERE id = ?", [at, row.id]);
    } else await finish({ db, faults }, row, at);
  }
}

module.exports = { show, settle };
