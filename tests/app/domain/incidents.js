// Incidents and what was said about them.
'use strict';

async function withUpdates(db, rows) {
  const result = [];
  for (const row of rows) {
    const updates = await db.all('SELECT status, message, posted_at FROM incident_updates WHERE incident_id = ? ORDER BY posted_at, id', [row.id]);
    result.push({
      id: row.id, organization_id: row.organization_id, title: row.title, severity: row.severity, status: row.status, public: row.is_public === 1,
      reference: row.reference, opened_by: row.opened_by, started_at: row.started_at, updated_at: row.updated_at, closed_at: row.closed_at, updates,
    });
  }
  return result;
}

const RECENT_DAYS = 7;

// What the public may know: public incidents that are open or were closed lately.
async function publicIncidents({ db, faults, now }, organizations) {
  const since = new Date(now.getTime() - RECENT_DAYS * 86400000).toISOString();
  const marks = organizations.map(() => '?').join(', ');
  const rows = await db.all(
    `SELECT * FROM incidents WHERE is_public = 1 AND organization_id IN (${marks}) AND (closed_at IS NULL OR closed_at >= ?) ORDER BY started_at DESC, id`,
    [...organizations, since]);
  const asOpened = (incident) => (incident.closed_at ? incident : { ...incident, status: incident.updates[0].status, updates: [incident.updates[0]] });
  const incidents = await withUpdates(db, rows);
  return (faults.isOn('status-lacks-updates') ? incidents.map(asOpened) : incidents).map(({ opened_by, reference, public: shown, ...rest }) => rest);
}

function overallStatus(incidents) {
  const open = incidents.filter((incident) => incident.status !== 'resolved');
  if (open.length === 0) return 'operational';
  return open.some((incident) => ['critical', 'major'].includes(incident.severity)) ? 'major_outage' : 'degraded';
}

module.exports = { withUpdates, publicIncidents, overallStatus };
