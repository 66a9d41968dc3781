-- What a backup holds and a restore brings back, and what stays as it is whatever is restored. The mark of restore.yaml is not counted.
SELECT 'accounts' AS table_name, 'restored' AS kind, count(*) AS n FROM accounts
UNION ALL SELECT 'playbook_assignments', 'restored', count(*) FROM playbook_assignments WHERE organization_id <> 'mark'
UNION ALL SELECT 'integrations', 'restored', count(*) FROM integrations UNION ALL SELECT 'integration_runs', 'restored', count(*) FROM integration_runs
UNION ALL SELECT 'data_gaps', 'restored', count(*) FROM data_gaps
UNION ALL SELECT 'retention_policies', 'restored', count(*) FROM retention_policies
UNION ALL SELECT 'legal_holds', 'restored', count(*) FROM legal_holds
UNION ALL SELECT 'deletion_requests', 'restored', count(*) FROM deletion_requests
UNION ALL SELECT 'deletion_approvals', 'restored', count(*) FROM deletion_approvals
UNION ALL SELECT 'organizations', 'stays', count(*) FROM organizations UNION ALL SELECT 'users', 'stays', count(*) FROM users
UNION ALL SELECT 'memberships', 'stays', count(*) FROM memberships UNION ALL SELECT 'api_tokens', 'stays', count(*) FROM api_tokens
UNION ALL SELECT 'sessions', 'stays', count(*) FROM sessions
UNION ALL SELECT 'security_policies', 'stays', count(*) FROM security_policies
UNION ALL SELECT 'audit_log', 'stays', count(*) FROM audit_log UNION ALL SELECT 'backfills', 'stays', count(*) FROM backfills
UNION ALL SELECT 'pii_exports', 'stays', count(*) FROM pii_exports UNION ALL SELECT 'incidents', 'stays', count(*) FROM incidents
UNION ALL SELECT 'incident_updates', 'stays', count(*) FROM incident_updates UNION ALL SELECT 'alerts', 'stays', count(*) FROM alerts
UNION ALL SELECT 'releases', 'stays', count(*) FROM releases UNION ALL SELECT 'backups', 'stays', count(*) FROM backups
UNION ALL SELECT 'restores', 'stays', count(*) FROM restores UNION ALL SELECT 'account_notes', 'stays', count(*) FROM account_notes
ORDER BY table_name
