-- The exports of personal data whose approval is not there, or is not for this tenant, these data, this time, or by somebody else.
SELECT e.id, e.dataset, e.requested_by, e.requested_at, e.approval_id
FROM pii_exports e
WHERE e.organization_id = :tenant AND NOT EXISTS (
  SELECT 1 FROM pii_export_approvals a JOIN users u ON u.id = a.approved_by
  WHERE a.id = e.approval_id AND a.organization_id = e.organization_id AND a.dataset = e.dataset
    AND a.approved_by <> e.requested_by AND a.approved_at <= e.requested_at AND e.requested_at < a.expires_at)
ORDER BY e.id
