-- Upgrades: see migrations/0009_upgrades.sql.

-- name: is_done
SELECT EXISTS (SELECT FROM upgrades.done WHERE name = %(name)s);

-- Whoever else did it at the same moment did the same.
-- name: do
INSERT INTO upgrades.done (name) VALUES (%(name)s) ON CONFLICT DO NOTHING;
