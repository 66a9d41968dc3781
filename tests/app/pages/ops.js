// The ops diagnostics page: alerts, incidents, impersonations, pipelines, dead letters and releases, with the usual actions.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const { escape, page, table } = require('./html');

const CLIENT = fs.readFileSync(path.join(__dirname, 'ops-client.js'), 'utf8');

const input = (name) => `<input name="${name}" placeholder="${name.replace(/_/g, ' ')}" required>`;

function form(label, apiPath, names, extra = '') {
  return `<form data-path="${apiPath}">${names.map(input).join('')}${extra}<button>${escape(label)}</button></form>`;
}

const STATUS_CHOICE = '<select name="status"><option>investigating</option><option>identified</option><option>monitoring</option></select>';

function opsPage({ identity, role, alerts, incidents, impersonations, pipelines, deadLetters, releases }) {
  const openCritical = alerts.filter((alert) => alert.severity === 'CRITICAL' && !alert.resolved_at).length;
  return page('Ops diagnostics', `<h1>Ops diagnostics</h1>
<p id="who">${escape(identity.userId)}, ${escape(role)}</p>
<p id="message" role="status"></p>
<h2>Alerts</h2>
<p id="open-critical" data-count="${openCritical}">${openCritical} unresolved CRITICAL alerts</p>
${table('alerts', ['id', 'organization_id', 'severity', 'title', 'raised_at', 'resolved_at'], alerts)}
<h2>Incidents</h2>
${table('incidents', ['id', 'organization_id', 'title', 'severity', 'status', 'started_at', 'closed_at'], incidents)}
${form('Open incident', '/api/dashboard/ops/incidents', ['organization_id', 'title', 'message'])}
${form('Update incident', '/api/dashboard/ops/incidents/:id/updates', ['id', 'message'], STATUS_CHOICE)}
${form('Close incident', '/api/dashboard/ops/incidents/:id/close', ['id', 'message'])}
<h2>Impersonations</h2>
${table('impersonations', ['id', 'organization_id', 'actor_id', 'target_user_id', 'reason', 'status', 'expires_at'], impersonations)}
${form('Start impersonation', '/api/dashboard/ops/impersonations', ['organization_id', 'user_id', 'reason'])}
${form('Revoke impersonation', '/api/dashboard/ops/impersonations/:id/revoke', ['id'])}
<h2>Pipelines</h2>
${table('pipelines', ['id', 'status', 'queued', 'lag_seconds', 'last_run_at'], pipelines)}
<h2>Dead letters</h2>
${table('dead-letters', ['run_id', 'organization_id', 'integration_id', 'status', 'error', 'failed_at'], deadLetters, 'run_id')}
${form('Replay', '/api/integrations/ops/dead-letter/:id/replay', ['id'])}
<h2>Releases</h2>
${table('releases', ['version', 'status', 'deployed_at', 'deployed_by'], releases, 'version')}
<script>${CLIENT}</script>`);
}

module.exports = { opsPage };
