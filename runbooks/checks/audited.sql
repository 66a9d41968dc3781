SELECT resource_type, resource_id, organization_id, actor_id, actor_role, ip, category, outcome, detail
FROM audit_log
WHERE action = :action AND at >= :since AND at <= :until
ORDER BY resource_id, at
