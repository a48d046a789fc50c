-- Upkeep: see migrations/0009_upkeep.sql.

-- name: is_done
SELECT EXISTS (SELECT FROM upkeep.done WHERE name = %(name)s);

-- Whoever else did it at the same moment did the same.
-- name: do
INSERT INTO upkeep.done (name) VALUES (%(name)s) ON CONFLICT DO NOTHING;

-- name: followed
SELECT position FROM upkeep.followed WHERE name = %(name)s AND log = %(log)s;

-- name: follow
INSERT INTO upkeep.followed (name, log, position) VALUES (%(name)s, %(log)s, %(position)s)
ON CONFLICT (name, log) DO UPDATE SET position = greatest(upkeep.followed.position, EXCLUDED.position);
