SELECT migration_name AS name,
       checksum,
       started_at,
       finished_at,
       applied_steps_count AS steps,
       CASE WHEN rolled_back_at IS NOT NULL THEN 'rolled back'
            WHEN finished_at IS NOT NULL THEN 'applied'
            ELSE 'half done' END AS state
FROM _prisma_migrations
ORDER BY migration_name, started_at
