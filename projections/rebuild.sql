-- One rebuild of a projection at a time; held by the session.
-- name: claim
SELECT pg_try_advisory_lock(7403, hashtext(%(projection)s));

-- Holds the live generation's places: no runner moves them until the transaction ends.
-- name: hold_live
SELECT p.log, p.position FROM projections.positions p JOIN projections.generations g USING (projection, generation)
WHERE g.projection = %(projection)s AND g.status = 'live'
ORDER BY p.log FOR UPDATE OF p;
