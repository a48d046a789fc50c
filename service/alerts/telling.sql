-- Telling people of deadlines: which are to be looked at, and which step of them is told now (see migrations/0013_telling.sql and 0022_first_told.sql).

-- The due dates, with their strengths, of which something may be told: of some bodies only, or of all but some.
-- name: dues
SELECT DISTINCT due, strength FROM read.deadlines
WHERE log = %(log)s AND status IN ('open', 'missed') AND bound = 'not_later' AND due <= %(last)s
  AND (%(only)s::text[] IS NULL OR organization = ANY(%(only)s)) AND (%(but)s::text[] IS NULL OR organization <> ALL(%(but)s))
ORDER BY due, strength;

-- What follows is looked up in indexes, in their order: a plan made while a table was small stays right when it has grown.
-- name: by_index
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true);

-- Some awaited deadlines in order, after a place: those with a step that was not told, once for each, and in any case the last of
-- all that were looked at, by which the next place is known (`track` may be empty there). A step up the line follows the one before it,
-- if those who were told last, or first at all, were told early enough; `waits` says whether those below are told at all.
-- name: candidates
WITH awaited AS MATERIALIZED (
    SELECT due, case_id, key, strength FROM read.deadlines
    WHERE log = %(log)s AND status IN ('open', 'missed') AND bound = 'not_later' AND due <= %(last)s
      AND (due, case_id, key) > (%(due)s, %(case_id)s, %(key)s)
      AND (%(only)s::text[] IS NULL OR organization = ANY(%(only)s)) AND (%(but)s::text[] IS NULL OR organization <> ALL(%(but)s))
    ORDER BY due, case_id, key
    LIMIT %(limit)s
), pending AS (
    SELECT a.due, a.case_id, a.key, a.strength, s.track, s.at
    FROM awaited a
    JOIN json_to_recordset(%(steps)s::json)
        AS s(due date, strength text, track text, at integer, before integer, told_before timestamptz, waits boolean)
        ON s.due = a.due AND s.strength = a.strength
    LEFT JOIN LATERAL (
        SELECT t.at, t.told_at FROM alerts.told t
        WHERE t.log = %(log)s AND t.case_id = a.case_id AND t.key = a.key AND t.due = a.due AND t.track = s.track OFFSET 0) t ON true
    LEFT JOIN LATERAL (
        SELECT t.first_told_at FROM alerts.told t
        WHERE s.track = 'escalation' AND t.log = %(log)s AND t.case_id = a.case_id AND t.key = a.key AND t.due = a.due
          AND t.track = 'reminding' OFFSET 0) below ON true
    WHERE (t.at IS NULL OR t.at < s.at)
      AND (s.track = 'reminding'
           OR (s.before IS NULL OR s.before <= t.at)
              AND coalesce(coalesce(t.told_at, below.first_told_at) < s.told_before, NOT s.waits))
), last AS (
    SELECT due, case_id, key, strength, '' AS track, 0 AS at FROM awaited ORDER BY due DESC, case_id DESC, key DESC LIMIT 1
)
SELECT * FROM pending UNION ALL SELECT * FROM last
ORDER BY due, case_id, key, track DESC;

-- Claims steps of deadlines that still stand as they were found. Of several that claim one at the same moment one gets it; the order
-- keeps them from waiting for each other. What moved and was overdue by its new date, too, when it was told last, is claimed and not
-- told: the next step is.
-- name: claim
WITH standing AS MATERIALIZED (
    SELECT d.case_id, d.key, d.due, d.organization, d.workflow, d.subtask, d.rule, d.strength, d.clearance, r.track, r.at
    FROM json_to_recordset(%(rows)s::json) AS r(due date, case_id uuid, key text, strength text, track text, at integer)
    CROSS JOIN LATERAL (
        SELECT * FROM read.deadlines d
        WHERE d.log = %(log)s AND d.case_id = r.case_id AND d.key = r.key AND d.due = r.due AND d.strength = r.strength
          AND d.status IN ('open', 'missed') OFFSET 0) d
), claimed AS (
    INSERT INTO alerts.told (log, case_id, key, due, track, at, policy, told_at, first_told_at)
    SELECT %(log)s, case_id, key, due, track, at, %(policy)s, %(now)s, %(now)s FROM standing ORDER BY case_id, key, due, track
    ON CONFLICT (log, case_id, key, due, track) DO UPDATE
        SET at = EXCLUDED.at, policy = EXCLUDED.policy, told_at = EXCLUDED.told_at WHERE told.at < EXCLUDED.at
    RETURNING case_id, key, due, track
)
SELECT s.* FROM standing s JOIN claimed c ON (c.case_id, c.key, c.due, c.track) = (s.case_id, s.key, s.due, s.track)
WHERE NOT EXISTS (
    SELECT FROM alerts.told t
    WHERE t.log = %(log)s AND t.case_id = s.case_id AND t.key = s.key AND t.track = s.track AND t.due <> s.due AND t.at > 0
      AND t.at >= s.at AND t.told_at >= (s.due + 1)::timestamp AT TIME ZONE 'Asia/Almaty')
ORDER BY s.due, s.case_id, s.key, s.track DESC;
