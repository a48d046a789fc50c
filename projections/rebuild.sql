-- One rebuild of a projection at a time; held by the session.
-- name: claim
SELECT pg_try_advisory_lock(7403, hashtext(%(projection)s));

-- Holds the live generation's places: no runner moves them until the transaction ends.
-- name: hold_live
SELECT p.log, p.position FROM projections.positions p JOIN projections.generations g USING (projection, generation)
WHERE g.projection = %(projection)s AND g.status = 'live'
ORDER BY p.log FOR UPDATE OF p;

-- How many events a generation has parked that the live one shows, with the first error among them; no row if none.
-- name: left_out
SELECT count(*), (array_agg(k.error ORDER BY k.position) FILTER (WHERE k.error <> ''))[1]
FROM projections.parked k
JOIN projections.generations g ON g.projection = k.projection AND g.status = 'live'
JOIN projections.positions p ON p.projection = g.projection AND p.generation = g.generation AND p.log = k.log
WHERE k.projection = %(projection)s AND k.generation = %(generation)s AND k.position <= p.position
  AND NOT EXISTS (SELECT FROM projections.parked l
                  WHERE l.projection = g.projection AND l.generation = g.generation AND l.log = k.log
                    AND l.position = k.position)
HAVING count(*) > 0;
