-- Whoever makes or switches generations holds this lock until its transaction ends.
-- name: lock
SELECT pg_advisory_xact_lock(7402, 2);

-- The generations there are, or those of one projection.
-- name: all
SELECT projection, generation, version, status FROM projections.generations
WHERE %(projection)s::text IS NULL OR projection = %(projection)s
ORDER BY projection, generation;

-- A new generation, numbered after those known and those whose number a leftover schema still has.
-- name: add
INSERT INTO projections.generations (projection, generation, version, status, live_since)
SELECT %(projection)s, coalesce(max(generation), 0) + 1, %(version)s, %(status)s,
       CASE %(status)s WHEN 'live' THEN clock_timestamp() END
FROM projections.generations WHERE projection = %(projection)s
RETURNING projection, generation, version, status;

-- Its place in each log.
-- name: add_positions
INSERT INTO projections.positions (projection, generation, log)
SELECT g.projection, g.generation, l.log
FROM projections.generations g CROSS JOIN unnest(%(logs)s::text[]) l(log)
WHERE g.status <> 'retired'
ON CONFLICT DO NOTHING;

-- From here on events go into a schema's tables, until the transaction ends. Batches are looked up row by row in indexes:
-- a plan made while a table was small stays right when it has grown.
-- name: enter
SELECT set_config('search_path', %(schema)s, true), set_config('enable_seqscan', 'off', true),
       set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);

-- Memory for making indexes, of which several read models may be in the making.
-- name: room
SET LOCAL maintenance_work_mem = '64MB';

-- The tables of a generation, with their columns.
-- name: tables
SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = %(schema)s::regnamespace AND c.relkind IN ('r', 'p')
GROUP BY c.relname ORDER BY c.relname;

-- The old generation steps down. Without its positions no runner can go on feeding it.
-- name: retire
WITH retired AS (
    UPDATE projections.generations SET status = 'retired' WHERE projection = %(projection)s AND status = 'live'
    RETURNING projection, generation)
DELETE FROM projections.positions p USING retired r WHERE p.projection = r.projection AND p.generation = r.generation;

-- The new one takes over.
-- name: promote
UPDATE projections.generations SET status = 'live', live_since = clock_timestamp()
WHERE projection = %(projection)s AND generation = %(generation)s;

-- A generation nobody needs.
-- name: forget
DELETE FROM projections.generations WHERE projection = %(projection)s AND generation = %(generation)s AND status <> 'live';
