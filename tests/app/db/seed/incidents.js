// Incidents that are in no public list: one that is for operators only, and one that was over long ago.
'use strict';

const { ORGANIZATIONS } = require('./known');

function quietIncidents(clock) {
  const rows = { incidents: [], incident_updates: [] };
  for (const { id: org } of ORGANIZATIONS) {
    const common = { organization_id: org, status: 'resolved', reference: null, opened_by: 'usr_operator' };
    rows.incidents.push(
      { ...common, id: `inc_${org}_0002`, title: 'Keys were rotated', severity: 'minor', is_public: 0, started_at: clock.daysAgo(1.1), updated_at: clock.daysAgo(1), closed_at: clock.daysAgo(1) },
      { ...common, id: `inc_${org}_0003`, title: 'No sign-in', severity: 'critical', is_public: 1, started_at: clock.daysAgo(30.1), updated_at: clock.daysAgo(30), closed_at: clock.daysAgo(30) });
    rows.incident_updates.push(
      { id: `iup_${org}_0003`, incident_id: `inc_${org}_0002`, status: 'resolved', message: 'All keys are new.', posted_by: 'usr_operator', posted_at: clock.daysAgo(1) },
      { id: `iup_${org}_0004`, incident_id: `inc_${org}_0003`, status: 'resolved', message: 'Everybody can sign in again.', posted_by: 'usr_operator', posted_at: clock.daysAgo(30) });
  }
  return rows;
}

module.exports = { quietIncidents };
