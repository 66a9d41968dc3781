// Incidents that are in no public list, one that is for operators only and one that was over long ago; and one that is open, a minor one.
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
  const org = 'initech';
  rows.incidents.push({
    id: `inc_${org}_0004`, organization_id: org, title: 'Slow search', severity: 'minor', status: 'monitoring', is_public: 1, reference: null,
    opened_by: 'usr_operator', started_at: clock.hoursAgo(30), updated_at: clock.hoursAgo(28), closed_at: null,
  });
  rows.incident_updates.push(
    { id: `iup_${org}_0005`, incident_id: `inc_${org}_0004`, status: 'investigating', message: 'Searching takes long.', posted_by: 'usr_operator', posted_at: clock.hoursAgo(30) },
    { id: `iup_${org}_0006`, incident_id: `inc_${org}_0004`, status: 'monitoring', message: 'It is faster again; we keep an eye on it.', posted_by: 'usr_operator', posted_at: clock.hoursAgo(28) });
  return rows;
}

module.exports = { quietIncidents };
