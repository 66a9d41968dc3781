-- What was done in a tenant and is not in its audit log.
SELECT 'session revoked' AS done, id FROM sessions
WHERE status = 'revoked' AND organization_id = :tenant AND NOT EXISTS (
  SELECT 1 FROM audit_log WHERE resource_id = sessions.id AND action IN ('session.revoked', 'session.signed_out'))
UNION ALL
SELECT 'impersonation started', id FROM impersonations
WHERE organization_id = :tenant AND NOT EXISTS (
  SELECT 1 FROM audit_log WHERE resource_id = impersonations.id AND action = 'impersonation.started')
UNION ALL
SELECT 'impersonation revoked', id FROM impersonations
WHERE status = 'revoked' AND organization_id = :tenant AND NOT EXISTS (
  SELECT 1 FROM audit_log WHERE resource_id = impersonations.id AND action = 'impersonation.revoked')
UNION ALL
SELECT 'policy updated', organization_id FROM security_policies
WHERE organization_id = :tenant AND NOT EXISTS (
  SELECT 1 FROM audit_log WHERE resource_id = security_policies.organization_id AND action = 'policy.updated'
    AND actor_id = security_policies.updated_by AND at >= security_policies.updated_at)
ORDER BY done, id
