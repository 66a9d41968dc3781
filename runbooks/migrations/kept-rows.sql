-- The rows that no migration may delete or change unless that is intended, by what they say: who may do what, what is open, decided
-- or allowed. A row that says something else afterwards is missed where it was.
SELECT 'accounts' AS table_name, 'of ' || organization_id || ', ' || plan || ', ' || onboarding_status || ', ' || status AS kept, count(*) AS row_count FROM accounts GROUP BY 2
UNION ALL SELECT 'accounts', 'health score ' || health_score, count(*) FROM accounts GROUP BY 2
UNION ALL SELECT 'accounts', 'adoption score ' || adoption_score, count(*) FROM accounts GROUP BY 2
UNION ALL SELECT 'alerts', severity || CASE WHEN resolved_at IS NULL THEN ', unresolved' ELSE ', resolved' END, count(*) FROM alerts GROUP BY 2
UNION ALL SELECT 'api_tokens', CASE WHEN revoked_at IS NULL THEN 'valid' ELSE 'revoked' END, count(*) FROM api_tokens GROUP BY 2
UNION ALL SELECT 'app_settings', key || ' ' || value, count(*) FROM app_settings WHERE key = 'environment' GROUP BY 2
UNION ALL SELECT 'audit_log', actor_role || ', ' || category || ', ' || outcome, count(*) FROM audit_log GROUP BY 2
UNION ALL SELECT 'audit_retention', retention_days || ' days of at least ' || minimum_days || ', immutable ' || immutable, count(*) FROM audit_retention GROUP BY 2
UNION ALL SELECT 'backfills', status, count(*) FROM backfills GROUP BY 2
UNION ALL SELECT 'backups', 'of ' || release_version, count(*) FROM backups GROUP BY 2
UNION ALL SELECT 'data_gaps', status, count(*) FROM data_gaps GROUP BY 2
UNION ALL SELECT 'deletion_approvals', 'approved', count(*) FROM deletion_approvals GROUP BY 2
UNION ALL SELECT 'deletion_requests', status || ', approvals ' || approvals_required, count(*) FROM deletion_requests GROUP BY 2
UNION ALL SELECT 'incident_updates', status, count(*) FROM incident_updates GROUP BY 2
UNION ALL SELECT 'incidents', severity || ', ' || status || ', public ' || is_public, count(*) FROM incidents GROUP BY 2
UNION ALL SELECT 'impersonations', status || ', read-only ' || read_only, count(*) FROM impersonations GROUP BY 2
UNION ALL SELECT 'integration_runs', status, count(*) FROM integration_runs GROUP BY 2
UNION ALL SELECT 'integrations', 'of ' || organization_id || ', ' || status, count(*) FROM integrations GROUP BY 2
UNION ALL SELECT 'legal_holds', 'active ' || active || ', enforced ' || enforced, count(*) FROM legal_holds GROUP BY 2
UNION ALL SELECT 'memberships', 'of ' || organization_id || ', ' || role, count(*) FROM memberships GROUP BY 2
UNION ALL SELECT 'organizations', plan, count(*) FROM organizations GROUP BY 2
UNION ALL SELECT 'pii_export_approvals', dataset, count(*) FROM pii_export_approvals GROUP BY 2
UNION ALL SELECT 'pii_export_policies', 'enforced ' || enforced || ', approval ' || approval_required || ', rows ' || max_rows || ', hours ' || link_expires_hours || ', masked ' || masked_fields, count(*) FROM pii_export_policies GROUP BY 2
UNION ALL SELECT 'pii_exports', dataset || ', ' || status || CASE WHEN approval_id IS NULL THEN ', not approved' ELSE ', approved' END, count(*) FROM pii_exports GROUP BY 2
UNION ALL SELECT 'pipelines', status, count(*) FROM pipelines GROUP BY 2
UNION ALL SELECT 'playbook_assignments', playbook || ', ' || status, count(*) FROM playbook_assignments GROUP BY 2
UNION ALL SELECT 'providers', status || ', ' || credentials_status, count(*) FROM providers GROUP BY 2
UNION ALL SELECT 'purge_schedules', data_class || ', every ' || interval_hours || ' hours, ' || last_status, count(*) FROM purge_schedules GROUP BY 2
UNION ALL SELECT 'releases', version || ', ' || status, count(*) FROM releases GROUP BY 2
UNION ALL SELECT 'restores', status, count(*) FROM restores GROUP BY 2
UNION ALL SELECT 'retention_policies', data_class || ', ' || retention_days || ' days, ' || action, count(*) FROM retention_policies GROUP BY 2
UNION ALL SELECT 'security_policies', 'MFA ' || mfa_enforced || ' ' || mfa_methods || ', sessions ' || session_controls_enabled || ' ' || idle_timeout_minutes || ' ' || absolute_timeout_hours || ' ' || max_concurrent_sessions || ', addresses ' || ip_allowlist_enabled || ' ' || ip_allowlist, count(*) FROM security_policies GROUP BY 2
UNION ALL SELECT 'sessions', status || ', suspicious ' || suspicious, count(*) FROM sessions GROUP BY 2
UNION ALL SELECT 'users', CASE WHEN password_hash = '' THEN 'without a password' ELSE 'with a password' END, count(*) FROM users GROUP BY 2
ORDER BY table_name, kept
