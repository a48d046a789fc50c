-- Keys of requests that leave nothing in the log: see migrations/0025_announced.sql.

-- The digest of the request that a key was used for first; it is kept from now on.
-- name: use
WITH made AS (
    INSERT INTO alerts.used_keys (command_id, digest, used_at) VALUES (%(command_id)s, %(digest)s, clock_timestamp())
    ON CONFLICT (command_id) DO NOTHING
    RETURNING digest
)
SELECT digest FROM made UNION ALL SELECT digest FROM alerts.used_keys WHERE command_id = %(command_id)s;
