-- The rows of each table, and the sum of the numbers of those in which the volume profile has rows.
SELECT 'accounts' AS table_name, count(*) AS row_count, coalesce(sum(health_score + adoption_score + renewal_value_cents), 0) AS numbers FROM accounts
UNION ALL SELECT 'alerts', count(*), 0 FROM alerts
UNION ALL SELECT 'api_tokens', count(*), 0 FROM api_tokens
UNION ALL SELECT 'app_settings', count(*), 0 FROM app_settings
UNION ALL SELECT 'audit_log', count(*), 0 FROM audit_log
UNION ALL SELECT 'audit_retention', count(*), 0 FROM audit_retention
UNION ALL SELECT 'backfills', count(*), 0 FROM backfills
UNION ALL SELECT 'backups', count(*), 0 FROM backups
UNION ALL SELECT 'data_gaps', count(*), 0 FROM data_gaps
UNION ALL SELECT 'deletion_approvals', count(*), 0 FROM deletion_approvals
UNION ALL SELECT 'deletion_requests', count(*), 0 FROM deletion_requests
UNION ALL SELECT 'idempotency_keys', count(*), 0 FROM idempotency_keys
UNION ALL SELECT 'impersonations', count(*), 0 FROM impersonations
UNION ALL SELECT 'incident_updates', count(*), 0 FROM incident_updates
UNION ALL SELECT 'incidents', count(*), 0 FROM incidents
UNION ALL SELECT 'integration_runs', count(*), coalesce(sum(attempts + records), 0) FROM integration_runs
UNION ALL SELECT 'integrations', count(*), 0 FROM integrations
UNION ALL SELECT 'legal_holds', count(*), 0 FROM legal_holds
UNION ALL SELECT 'memberships', count(*), 0 FROM memberships
UNION ALL SELECT 'organizations', count(*), 0 FROM organizations
UNION ALL SELECT 'pii_export_approvals', count(*), 0 FROM pii_export_approvals
UNION ALL SELECT 'pii_export_policies', count(*), 0 FROM pii_export_policies
UNION ALL SELECT 'pii_exports', count(*), 0 FROM pii_exports
UNION ALL SELECT 'pipelines', count(*), 0 FROM pipelines
UNION ALL SELECT 'playbook_assignments', count(*), 0 FROM playbook_assignments
UNION ALL SELECT 'providers', count(*), 0 FROM providers
UNION ALL SELECT 'purge_schedules', count(*), 0 FROM purge_schedules
UNION ALL SELECT 'releases', count(*), 0 FROM releases
UNION ALL SELECT 'restores', count(*), 0 FROM restores
UNION ALL SELECT 'retention_policies', count(*), 0 FROM retention_policies
UNION ALL SELECT 'security_policies', count(*), 0 FROM security_policies
UNION ALL SELECT 'sessions', count(*), 0 FROM sessions
UNION ALL SELECT 'users', count(*), 0 FROM users
UNION ALL SELECT '_prisma_migrations', count(*), 0 FROM _prisma_migrations
ORDER BY table_name
