-- Saved filters: see migrations/0012_feeds_and_filters.sql.

-- name: of_owner
SELECT id, page, name, query, is_default FROM alerts.filters
WHERE owner = %(owner)s AND (%(page)s::text IS NULL OR page = %(page)s) AND (%(id)s::uuid IS NULL OR id = %(id)s)
ORDER BY page, lower(name), name;

-- Under a name that is there already the filter is changed. Beyond the most that may be kept nothing is stored.
-- name: save
INSERT INTO alerts.filters (id, owner, page, name, query, made_at)
SELECT %(id)s, %(owner)s, %(page)s, %(name)s, %(query)s, %(now)s
WHERE EXISTS (SELECT FROM alerts.filters WHERE owner = %(owner)s AND page = %(page)s AND name = %(name)s)
   OR (SELECT count(*) FROM alerts.filters WHERE owner = %(owner)s AND page = %(page)s) < %(most)s
ON CONFLICT (owner, page, name) DO UPDATE SET query = EXCLUDED.query
RETURNING id, page, name, query, is_default;

-- name: rename
UPDATE alerts.filters SET name = %(name)s WHERE owner = %(owner)s AND id = %(id)s;

-- name: delete
DELETE FROM alerts.filters WHERE owner = %(owner)s AND id = %(id)s;

-- name: clear_default
UPDATE alerts.filters SET is_default = false WHERE owner = %(owner)s AND page = %(page)s AND is_default;

-- name: set_default
UPDATE alerts.filters SET is_default = true WHERE owner = %(owner)s AND id = %(id)s;

-- Whoever sets a default waits for another who does.
-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('filters:' || %(owner)s::text, 0));
