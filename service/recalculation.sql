-- Which changes of the calendar were brought to the deadlines: see migrations/0016_recalculated.sql.

-- name: done
SELECT change, revision FROM runs.recalculated;

-- name: note
INSERT INTO runs.recalculated (change, revision, at) VALUES (%(change)s, %(revision)s, clock_timestamp()) ON CONFLICT DO NOTHING;

-- The place of the newest event of a change.
-- name: position
SELECT max(position) FROM log.events WHERE log = %(log)s AND originator_id = %(change)s HAVING max(position) IS NOT NULL;
