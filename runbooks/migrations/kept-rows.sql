-- The tables that no migration may take rows from unless that is intended.
SELECT 'accounts' AS table_name, count(*) AS row_count FROM accounts
UNION ALL SELECT 'audit_log', count(*) FROM audit_log
UNION ALL SELECT 'deletion_requests', count(*) FROM deletion_requests
UNION ALL SELECT 'incidents', count(*) FROM incidents
UNION ALL SELECT 'integration_runs', count(*) FROM integration_runs
UNION ALL SELECT 'legal_holds', count(*) FROM legal_holds
UNION ALL SELECT 'memberships', count(*) FROM memberships
UNION ALL SELECT 'organizations', count(*) FROM organizations
UNION ALL SELECT 'retention_policies', count(*) FROM retention_policies
UNION ALL SELECT 'users', count(*) FROM users
ORDER BY table_name
