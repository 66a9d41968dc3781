SELECT 'accounts' AS table_name, count(*) AS row_count FROM accounts
UNION ALL SELECT 'integration_runs', count(*) FROM integration_runs
UNION ALL SELECT 'audit_log', count(*) FROM audit_log
UNION ALL SELECT 'users', count(*) FROM users
UNION ALL SELECT 'organizations', count(*) FROM organizations
ORDER BY table_name
