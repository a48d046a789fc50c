-- How far the generations are that are fed, and how long the oldest event not yet applied has waited.
-- name: status
SELECT p.projection, g.version, p.generation, p.log, p.position, l.last_position,
       l.last_position - p.position AS lag_events,
       greatest(0, coalesce(extract(epoch FROM clock_timestamp() - n.recorded_at), 0))::float8 AS lag_seconds,
       p.parked, g.status = 'live' AS live
FROM projections.positions p
JOIN projections.generations g USING (projection, generation)
CROSS JOIN LATERAL (SELECT coalesce(max(e.position), 0) AS last_position FROM log.events e WHERE e.log = p.log) l
LEFT JOIN log.events n ON n.log = p.log AND n.position = p.position + 1
ORDER BY p.projection, p.generation, p.log;

-- How far all live read models are in a log, or the named ones; NULL while one has no place there.
-- name: reached
SELECT CASE WHEN bool_and(p.position IS NOT NULL) THEN min(p.position) END
FROM projections.generations g
LEFT JOIN projections.positions p ON p.projection = g.projection AND p.generation = g.generation AND p.log = %(log)s
WHERE g.status = 'live' AND (%(projections)s::text[] IS NULL OR g.projection = ANY(%(projections)s));
