SELECT migration_name AS name,
       checksum,
       CASE WHEN rolled_back_at IS NOT NULL THEN 'rolled back'
            WHEN finished_at IS NOT NULL THEN 'applied'
            ELSE 'half done' END AS state
FROM _prisma_migrations
ORDER BY migration_name, started_at
