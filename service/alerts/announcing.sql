-- Telling people that a date moved: see migrations/0025_announced.sql.

-- Claims awaited deadlines that a document or the calendar gave a later date in the last days, and of which that was not told: of
-- several that claim one at the same moment one gets it.
-- name: claim
WITH moved AS MATERIALIZED (
    SELECT d.case_id, d.key, d.due, d.organization, d.workflow, d.subtask, d.rule, d.strength, d.clearance
    FROM read.deadlines d JOIN log.events e ON e.log = d.log AND e.position = d.set_at
    WHERE d.log = %(log)s AND d.status IN ('open', 'missed') AND d.bound = 'not_later' AND d.previous <> '[]'
      AND d.due > (d.previous -> -1 ->> 'due')::date
      AND (d.unit = 'extension' OR e.topic = 'case.deadline_postponed')
      AND e.recorded_at > %(since)s
      AND NOT EXISTS (SELECT FROM alerts.announced a WHERE (a.log, a.case_id, a.key, a.due) = (d.log, d.case_id, d.key, d.due))
    ORDER BY d.set_at, d.case_id, d.key LIMIT %(limit)s
), claimed AS (
    INSERT INTO alerts.announced (log, case_id, key, due, told_at)
    SELECT %(log)s, case_id, key, due, %(now)s FROM moved ORDER BY case_id, key
    ON CONFLICT (log, case_id, key, due) DO NOTHING
    RETURNING case_id, key, due
)
SELECT m.* FROM moved m JOIN claimed c USING (case_id, key, due) ORDER BY m.due, m.case_id, m.key;
