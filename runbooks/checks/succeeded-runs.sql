SELECT organization_id, count(*) AS runs, sum(attempts) AS attempts, sum(records) AS records
FROM integration_runs
WHERE status = 'succeeded' AND finished_at < :since AND (replay_started_at IS NULL OR replay_started_at < :since)
GROUP BY organization_id
ORDER BY organization_id
