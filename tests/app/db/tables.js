// The tables of the application, and which of them a backup carries.
'use strict';

// What a tenant's customers would miss; operational records (audit, incidents, sessions, releases) stay as they are.
const BACKED_UP = [
  'accounts', 'playbook_assignments', 'integrations', 'integration_runs', 'data_gaps',
  'retention_policies', 'legal_holds', 'deletion_requests', 'deletion_approvals',
];

const ALL = [
  'organizations', 'users', 'memberships', 'api_tokens', 'sessions', 'security_policies', 'impersonations', 'audit_log',
  'idempotency_keys', 'app_settings', 'providers', 'integrations', 'pipelines', 'integration_runs', 'data_gaps', 'backfills',
  'retention_policies', 'legal_holds', 'deletion_requests', 'deletion_approvals', 'pii_export_policies', 'pii_export_approvals',
  'pii_exports', 'audit_retention', 'purge_schedules', 'accounts', 'playbook_assignments', 'incidents', 'incident_updates',
  'alerts', 'releases', 'backups', 'restores', 'account_notes', '_prisma_migrations',
];

// Where the volume profile writes.
const VOLUME = ['accounts', 'integration_runs', 'audit_log'];

module.exports = { ALL, BACKED_UP, VOLUME };
