-- Telling people of deadlines: which are to be looked at, and which step of them is told now (see migrations/0013_telling.sql).

-- The due dates, with their strengths, of which something may be told.
-- name: dues
SELECT DISTINCT due, strength FROM read.deadlines
WHERE log = %(log)s AND status IN ('open', 'missed') AND bound = 'not_later' AND due <= %(last)s
ORDER BY due, strength;

-- A page of deadlines with steps that were not told, in order, after a row. Each is claimed in this statement: of several that claim
-- it at the same moment one gets it, and the others get `claimed` = false. The order keeps them from waiting for each other.
-- name: claim
WITH page AS (
    SELECT d.case_id, d.key, d.due, d.organization, d.workflow, d.subtask, d.rule, d.strength, d.clearance, s.track, s.at
    FROM read.deadlines d
    JOIN json_to_recordset(%(steps)s::json) AS s(due date, strength text, track text, at integer)
        ON s.due = d.due AND s.strength = d.strength
    LEFT JOIN alerts.told t
        ON t.log = d.log AND t.case_id = d.case_id AND t.key = d.key AND t.due = d.due AND t.track = s.track
    WHERE d.log = %(log)s AND d.status IN ('open', 'missed') AND d.bound = 'not_later'
      AND (d.due, d.case_id, d.key) >= (%(due)s, %(case_id)s, %(key)s)
      AND (d.due, d.case_id, d.key, s.track) > (%(due)s, %(case_id)s, %(key)s, %(track)s)
      AND (t.at IS NULL OR t.at < s.at)
    ORDER BY d.due, d.case_id, d.key, s.track
    LIMIT %(limit)s
), claimed AS (
    INSERT INTO alerts.told (log, case_id, key, due, track, at, policy, told_at)
    SELECT %(log)s, case_id, key, due, track, at, %(policy)s, %(now)s FROM page ORDER BY due, case_id, key, track
    ON CONFLICT (log, case_id, key, due, track) DO UPDATE
        SET at = EXCLUDED.at, policy = EXCLUDED.policy, told_at = EXCLUDED.told_at WHERE told.at < EXCLUDED.at
    RETURNING case_id, key, due, track
)
SELECT p.*, c.case_id IS NOT NULL AS claimed
FROM page p LEFT JOIN claimed c ON c.case_id = p.case_id AND c.key = p.key AND c.due = p.due AND c.track = p.track
ORDER BY p.due, p.case_id, p.key, p.track;
