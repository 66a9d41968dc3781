// Incidents, alerts, releases and settings.
'use strict';

const { createHash } = require('node:crypto');
const { ORGANIZATIONS } = require('./known');

const commitOf = (version) => createHash('sha1').update(`release ${version}`).digest('hex');

function operationRows(clock, environment) {
  return {
    incidents: ORGANIZATIONS.map(({ id: org }) => ({
      id: `inc_${org}_0001`, organization_id: org, title: 'Delayed notifications', severity: 'minor', status: 'resolved', is_public: 1, reference: null,
      opened_by: 'usr_operator', started_at: clock.daysAgo(2.2), updated_at: clock.daysAgo(2), closed_at: clock.daysAgo(2),
    })),
    incident_updates: ORGANIZATIONS.flatMap(({ id: org }) => [
      ['investigating', 'Notifications arrive late.', 2.2], ['resolved', 'Notifications arrive in time again.', 2],
    ].map(([status, message, days], i) => ({
      id: `iup_${org}_000${i + 1}`, incident_id: `inc_${org}_0001`, status, message, posted_by: 'usr_operator', posted_at: clock.daysAgo(days),
    }))),
    alerts: [
      { id: 'alr_0001', organization_id: 'acme', severity: 'CRITICAL', title: 'Queue depth over limit', source: 'pipeline', raised_at: clock.daysAgo(4), resolved_at: clock.daysAgo(3.9) },
      { id: 'alr_0002', organization_id: 'globex', severity: 'WARNING', title: 'Disk three quarters full', source: 'storage', raised_at: clock.hoursAgo(20), resolved_at: null },
      { id: 'alr_0003', organization_id: 'initech', severity: 'INFO', title: 'Certificate renewed', source: 'tls', raised_at: clock.daysAgo(6), resolved_at: clock.daysAgo(6) },
    ],
    releases: [['1.3.1', 'retired', 40], ['1.3.2', 'previous', 15], ['1.4.0', 'current', 1]].map(([version, status, days]) => ({
      version, commit_id: commitOf(version), status, deployed_at: clock.daysAgo(days), deployed_by: 'usr_operator',
    })),
    app_settings: [{ key: 'environment', value: environment }, { key: 'seeded_at', value: clock.now }],
  };
}

module.exports = { operationRows };
