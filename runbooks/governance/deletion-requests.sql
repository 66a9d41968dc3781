-- Every deletion request of a tenant that is open, the five that were decided last, and how many approved it, the operator among them.
SELECT r.id, r.status, r.approvals_required, r.requested_by, count(a.approved_by) AS approvals,
       count(CASE WHEN a.approved_by = :operator THEN 1 END) AS own_approvals
FROM deletion_requests r LEFT JOIN deletion_approvals a ON a.deletion_request_id = r.id
WHERE r.organization_id = :tenant AND (r.decided_at IS NULL OR r.id IN (
  SELECT id FROM deletion_requests WHERE organization_id = :tenant AND decided_at IS NOT NULL ORDER BY decided_at DESC LIMIT 5))
GROUP BY r.id, r.status, r.approvals_required, r.requested_by
ORDER BY r.id
