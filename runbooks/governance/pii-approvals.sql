-- One approval of each kind, with the data and the actor for which an export with it is tried: all but the first kind are to be refused.
SELECT 'is in force' AS kind, a.id, a.dataset, :operator AS actor, a.requested_by, a.approved_by
FROM pii_export_approvals a
WHERE a.id = (SELECT min(id) FROM pii_export_approvals WHERE organization_id = :tenant AND expires_at > :now AND approved_by <> :operator)
UNION ALL
SELECT 'is for other data', a.id, 'runbook-probe-of-other-data', :operator, a.requested_by, a.approved_by
FROM pii_export_approvals a
WHERE a.id = (SELECT min(id) FROM pii_export_approvals WHERE organization_id = :tenant AND expires_at > :now AND approved_by <> :operator)
UNION ALL
SELECT 'does not exist', 'runbook-probe-without-approval', a.dataset, :operator, a.requested_by, a.approved_by
FROM pii_export_approvals a
WHERE a.id = (SELECT min(id) FROM pii_export_approvals WHERE organization_id = :tenant AND expires_at > :now AND approved_by <> :operator)
UNION ALL
SELECT 'is their own', a.id, a.dataset, a.approved_by, a.requested_by, a.approved_by
FROM pii_export_approvals a
WHERE a.id = (SELECT min(id) FROM pii_export_approvals WHERE organization_id = :tenant AND expires_at > :now)
UNION ALL
SELECT 'has expired', a.id, a.dataset, :operator, a.requested_by, a.approved_by
FROM pii_export_approvals a
WHERE a.id = (SELECT min(id) FROM pii_export_approvals WHERE organization_id = :tenant AND expires_at <= :now AND approved_by <> :operator)
UNION ALL
SELECT 'is of another tenant', a.id, a.dataset, :operator, a.requested_by, a.approved_by
FROM pii_export_approvals a
WHERE a.id = (SELECT min(id) FROM pii_export_approvals WHERE organization_id <> :tenant AND expires_at > :now AND approved_by <> :operator)
