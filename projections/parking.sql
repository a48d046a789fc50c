-- The parked cases of the live generations, each with its first parked event.
-- name: parked
SELECT DISTINCT ON (k.projection, k.log, k.originator_id)
       k.projection, k.log, k.originator_id AS case_id, k.position, k.error,
       count(*) OVER (PARTITION BY k.projection, k.log, k.originator_id) AS events, k.parked_at
FROM projections.parked k JOIN projections.generations g USING (projection, generation)
WHERE g.status = 'live'
ORDER BY k.projection, k.log, k.originator_id, k.position;

-- Says why an event of a parked case could not be applied this time.
-- name: tell
UPDATE projections.parked SET error = %(error)s
WHERE projection = %(projection)s AND generation = %(generation)s AND log = %(log)s AND position = %(position)s;
