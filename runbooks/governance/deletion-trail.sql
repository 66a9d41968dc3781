-- What was asked for, approved or held by somebody who is not known, and what was decided without a trace in the audit log.
SELECT r.id, 'requested by ' || r.requested_by AS problem
FROM deletion_requests r LEFT JOIN users u ON u.id = r.requested_by
WHERE r.organization_id = :tenant AND u.id IS NULL
UNION ALL
SELECT r.id, 'approved by ' || a.approved_by
FROM deletion_requests r JOIN deletion_approvals a ON a.deletion_request_id = r.id LEFT JOIN users u ON u.id = a.approved_by
WHERE r.organization_id = :tenant AND u.id IS NULL
UNION ALL
SELECT h.id, 'placed by ' || h.placed_by
FROM legal_holds h LEFT JOIN users u ON u.id = h.placed_by
WHERE h.organization_id = :tenant AND u.id IS NULL
UNION ALL
SELECT r.id, r.status || ' without an audit event'
FROM deletion_requests r
WHERE r.organization_id = :tenant AND r.status IN ('approved', 'executed', 'rejected') AND NOT EXISTS (
  SELECT 1 FROM audit_log e
  WHERE e.organization_id = :tenant AND e.resource_type = 'deletion_request' AND e.resource_id = r.id
    AND e.action = CASE r.status WHEN 'rejected' THEN 'deletion.rejected' ELSE 'deletion.approved' END)
ORDER BY 1, 2
