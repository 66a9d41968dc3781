// Dead letters: failed integration runs that can be replayed.
'use strict';

function show(row) {
  return {
    run_id: row.run_id, integration_id: row.integration_id, organization_id: row.organization_id, status: row.status, error: row.error,
    attempts: row.attempts, records: row.records, failed_at: row.failed_at, replay_started_at: row.replay_started_at, finished_at: row.finished_at,
  };
}

async function startReplay(db, runId, at, settleAt) {
  await db.run("UPDATE integration_runs SET status = 'replaying', attempts = attempts + 1, replay_started_at = ?, settle_at = ? WHERE run_id = ? AND status = 'dead'",
    [at, settleAt, runId]);
}

async function settle({ db, faults, at }) {
  if (faults.isOn('dead-letter-stuck')) return;
  if (faults.isOn('replay-fails')) {
    await db.run("UPDATE integration_runs SET status = 'dead', error = 'upstream answered 503 again', settle_at = NULL WHERE status = 'replaying' AND settle_at <= ?", [at]);
    return;
  }
  await db.run("UPDATE integration_runs SET status = 'succeeded', error = NULL, finished_at = ?, settle_at = NULL WHERE status = 'replaying' AND settle_at <= ?", [at, at]);
}

module.exports = { show, startReplay, settle };
