-- Which changes of the calendar were brought to the deadlines: see migrations/0016_recalculated.sql and 0021_not_put_off.sql.

-- name: done
SELECT change, revision FROM runs.recalculated;

-- name: note
INSERT INTO runs.recalculated (change, revision, at) VALUES (%(change)s, %(revision)s, clock_timestamp()) ON CONFLICT DO NOTHING;

-- The place of the newest event of a change.
-- name: position
SELECT max(position) FROM log.events WHERE log = %(log)s AND originator_id = %(change)s HAVING max(position) IS NOT NULL;

-- What could not be put off, and was not tried within the hour.
-- name: left
SELECT change, case_id, key, clearance FROM runs.not_put_off WHERE tried_at < clock_timestamp() - interval '1 hour' LIMIT 1000;

-- Of some deadlines that were tried, those that failed are tried again.
-- name: tried
WITH failed AS (
    SELECT change, case_id, key, clearance
    FROM json_to_recordset(%(failed)s::json) AS r(change uuid, case_id uuid, key text, clearance text)
), done AS (
    DELETE FROM runs.not_put_off n
    USING json_to_recordset(%(tried)s::json) AS r(change uuid, case_id uuid, key text, clearance text)
    WHERE (n.change, n.case_id, n.key) = (r.change, r.case_id, r.key)
      AND NOT EXISTS (SELECT FROM failed f WHERE (f.change, f.case_id, f.key) = (n.change, n.case_id, n.key))
)
INSERT INTO runs.not_put_off (change, case_id, key, clearance, tried_at)
SELECT change, case_id, key, clearance, clock_timestamp() FROM failed
ON CONFLICT (change, case_id, key) DO UPDATE SET tried_at = EXCLUDED.tried_at;
