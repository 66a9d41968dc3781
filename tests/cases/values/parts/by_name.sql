SELECT count(*) FROM users WHERE name = :name
