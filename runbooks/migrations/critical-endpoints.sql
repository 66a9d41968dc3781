-- How many entries the list of each critical endpoint must have for one tenant at least, and which field of its answer is that list.
SELECT '/api/dashboard/security/sessions' AS endpoint, 'sessions' AS list, count(*) AS entries
FROM sessions WHERE organization_id = :tenant AND status = 'active' AND expires_at > :now
UNION ALL SELECT '/api/dashboard/integrations/health', 'integrations', count(*) FROM integrations WHERE organization_id = :tenant
UNION ALL SELECT '/api/dashboard/ops/pipeline-status', 'pipelines', count(*) FROM pipelines
UNION ALL SELECT '/api/dashboard/ops/alerts', 'alerts', count(*) FROM alerts WHERE organization_id = :tenant
UNION ALL SELECT '/api/dashboard/audit-log', 'events', count(*) FROM audit_log WHERE organization_id = :tenant
UNION ALL SELECT '/api/dashboard/customer-success/health', 'accounts', count(*) FROM accounts WHERE organization_id = :tenant
UNION ALL SELECT '/api/dashboard/customer-success/renewal-value-report', 'lines', count(*) FROM accounts WHERE organization_id = :tenant
ORDER BY endpoint
