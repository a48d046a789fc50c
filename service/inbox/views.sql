-- Saved views: see migrations/0012_feeds_and_filters.sql and 0020_views.sql.

-- Somebody's own views in their order, and after them those shared with them: by somebody of their body, or of a body above.
-- name: seen
SELECT v.id, v.page, v.name, v.query, v.shared, v.owner = %(reader)s AS is_own, a.name AS owner, d.view IS NOT NULL AS is_default
FROM alerts.views v
JOIN access.accounts a ON a.id = v.owner
LEFT JOIN alerts.default_views d ON d.view = v.id AND d.account = %(reader)s
WHERE (v.owner = %(reader)s OR (v.shared <> 'private' AND a.organization = %(organization)s)
       OR (v.shared = 'below' AND a.organization = ANY(%(above)s)))
  AND (%(page)s::text IS NULL OR v.page = %(page)s) AND (%(id)s::uuid IS NULL OR v.id = %(id)s)
ORDER BY v.page, v.owner <> %(reader)s, CASE WHEN v.owner = %(reader)s THEN v.place ELSE 0 END, lower(v.name), v.name, v.id;

-- Under a name that is there already the view is changed. Beyond the most that may be kept nothing is stored.
-- name: save
INSERT INTO alerts.views (id, owner, page, name, query, shared, made_at, place)
SELECT %(id)s, %(reader)s, %(page)s, %(name)s, %(query)s, %(shared)s, %(now)s,
       (SELECT coalesce(max(place), 0) + 1 FROM alerts.views WHERE owner = %(reader)s AND page = %(page)s)
WHERE EXISTS (SELECT FROM alerts.views WHERE owner = %(reader)s AND page = %(page)s AND name = %(name)s)
   OR (SELECT count(*) FROM alerts.views WHERE owner = %(reader)s AND page = %(page)s) < %(most)s
ON CONFLICT (owner, page, name) DO UPDATE SET query = EXCLUDED.query, shared = EXCLUDED.shared
RETURNING id;

-- name: rename
UPDATE alerts.views SET name = %(name)s WHERE owner = %(reader)s AND id = %(id)s;

-- name: share
UPDATE alerts.views SET shared = %(shared)s WHERE owner = %(reader)s AND id = %(id)s;

-- name: order
UPDATE alerts.views v SET place = o.place
FROM unnest(%(ids)s::uuid[]) WITH ORDINALITY AS o(id, place) WHERE v.id = o.id AND v.owner = %(reader)s;

-- name: delete
DELETE FROM alerts.views WHERE owner = %(reader)s AND id = %(id)s;

-- name: clear_default
DELETE FROM alerts.default_views WHERE account = %(reader)s AND view = %(id)s;

-- name: set_default
INSERT INTO alerts.default_views (account, page, view) SELECT %(reader)s, page, id FROM alerts.views WHERE id = %(id)s
ON CONFLICT (account, page) DO UPDATE SET view = EXCLUDED.view;

-- Whoever changes the order waits for another who does.
-- name: lock
SELECT pg_advisory_xact_lock(hashtextextended('views:' || %(reader)s::text, 0));
