-- Where the generations stand: all that are fed by the code's versions, in all logs.
-- name: places
SELECT p.projection, p.generation, p.log, p.position
FROM projections.positions p JOIN projections.generations g USING (projection, generation)
JOIN unnest(%(projections)s::text[], %(versions)s::integer[]) WITH ORDINALITY c(projection, version, number)
  USING (projection, version)
WHERE g.status = %(status)s
ORDER BY c.number, p.log;

-- Moves places that stand together; the fence against a second runner and against a switch: whoever does not get as many
-- rows as it has places must look where they stand now. Comes first in the transaction, and so orders it after the other's.
-- name: move
UPDATE projections.positions
SET position = %(after)s, events = events + %(after)s - %(before)s, moved_at = clock_timestamp()
WHERE log = %(log)s AND position = %(before)s
  AND (projection, generation) IN (SELECT * FROM unnest(%(projections)s::text[], %(generations)s::integer[]))
RETURNING parked;

-- Locks one place, to mend what is parked there.
-- name: hold
SELECT position FROM projections.positions
WHERE projection = %(projection)s AND generation = %(generation)s AND log = %(log)s FOR UPDATE;

-- The cases of a log that are parked, with the positions of their parked events.
-- name: parked
SELECT originator_id, array_agg(position ORDER BY position)
FROM projections.parked
WHERE projection = %(projection)s AND generation = %(generation)s AND log = %(log)s
GROUP BY originator_id;

-- Parks events.
-- name: park
INSERT INTO projections.parked (projection, generation, log, position, originator_id, error)
SELECT %(projection)s, %(generation)s, %(log)s, position, originator_id, error
FROM json_to_recordset(%(rows)s::json) AS r(position bigint, originator_id uuid, error text);

-- Takes events out of the parking place.
-- name: unpark
DELETE FROM projections.parked
WHERE projection = %(projection)s AND generation = %(generation)s AND log = %(log)s AND position = ANY(%(positions)s);

-- Keeps the count, and that of the applied events, true.
-- name: count_parked
UPDATE projections.positions SET parked = parked + %(change)s, events = events - %(change)s
WHERE projection = %(projection)s AND generation = %(generation)s AND log = %(log)s;
