// The volume profile: how many rows a tenant of full size has, and the writing of them.
'use strict';

const PROFILE = { accounts: 600, integration_runs: 1200, audit_log: 1200 };
const ROW_BYTES = { accounts: 220, integration_runs: 180, audit_log: 260 };
const LIMIT_BYTES = 64 * 1024 * 1024;

function sizing() {
  const tables = Object.entries(PROFILE).map(([table, rows]) => ({ table, rows, bytes: rows * ROW_BYTES[table] }));
  return { tables, rows: tables.reduce((sum, one) => sum + one.rows, 0), bytes: tables.reduce((sum, one) => sum + one.bytes, 0), limit: LIMIT_BYTES };
}

function rowOf(table, i) {
  const number = String(i).padStart(6, '0');
  const at = new Date(Date.UTC(2024, 0, 1) + i * 60000).toISOString();
  if (table === 'accounts') {
    return {
      id: `vol_acc_${number}`, organization_id: 'initech', name: `Volume account ${number}`, plan: 'growth', health_score: 80, adoption_score: 70,
      onboarding_status: 'completed', status: 'healthy', renewal_date: at.slice(0, 10), renewal_value_cents: 100000, last_active_at: at,
    };
  }
  if (table === 'integration_runs') {
    return { run_id: `vol_run_${number}`, integration_id: 'int_initech_crm', organization_id: 'initech', status: 'succeeded', attempts: 1, records: 10, finished_at: at };
  }
  return {
    id: `vol_aud_${number}`, at, organization_id: 'initech', actor_id: 'usr_operator', actor_role: 'admin', category: 'ADMIN', action: 'volume.seeded',
    resource_type: 'organization', resource_id: 'initech', outcome: 'success', ip: '127.0.0.1', detail: '{}',
  };
}

// Writes the profile, or only the first rows of each table.
async function writeVolume(db, atMost = Infinity) {
  await db.transaction(async (transaction) => {
    for (const [table, rows] of Object.entries(PROFILE)) {
      for (let i = 0; i < Math.min(rows, atMost); i += 1) await transaction.insert(table, rowOf(table, i));
    }
  });
}

module.exports = { sizing, writeVolume };
