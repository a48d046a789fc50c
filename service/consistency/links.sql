-- Links that are asked for: see migrations/0018_links.sql.

-- name: walked
SELECT after FROM runs.links_walked WHERE log = %(log)s;

-- name: walk
INSERT INTO runs.links_walked (log, after) VALUES (%(log)s, %(after)s) ON CONFLICT (log) DO UPDATE SET after = EXCLUDED.after;

-- name: enter
INSERT INTO runs.links (log, key, address, next_at, found, status, misses, recorded)
SELECT %(log)s, key, address, %(now)s, '', 0, 0, '' FROM json_to_recordset(%(rows)s::json) AS r(key text, address text)
ON CONFLICT (log, key) DO NOTHING;

-- name: due
SELECT key, address, misses, recorded,
       EXISTS (SELECT FROM read.finding_links l WHERE l.log = %(log)s AND l.key = runs.links.key) AS named
FROM runs.links WHERE log = %(log)s AND next_at <= %(now)s ORDER BY next_at, key LIMIT %(limit)s;

-- name: forget
DELETE FROM runs.links WHERE log = %(log)s AND key = %(key)s;

-- name: asked
UPDATE runs.links
SET (asked_at, next_at, found, status, misses, recorded) = (%(now)s, %(next_at)s, %(found)s, %(status)s, %(misses)s, %(recorded)s)
WHERE log = %(log)s AND key = %(key)s;

-- name: later
UPDATE runs.links SET next_at = %(next_at)s WHERE log = %(log)s AND key = %(key)s;

-- What is known of some links.
-- name: known
SELECT key, asked_at, found, status FROM runs.links WHERE key = ANY(%(keys)s) AND asked_at IS NOT NULL;
