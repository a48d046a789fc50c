-- What was due in a span of days and what became of it; who was told of it, and what they did then.
--
-- Of what no longer applies (dropped) nothing is asked; first permitted days are never due. What was extended into or out of the
-- span is counted apart, whatever its date is now. What was extended by a document made after its day had passed (missed_due) is
-- counted by that day, and is late or missed by it: a document takes nothing back. What was told, read or sent counts until an instant.

-- How many there are by rule.
-- name: outcomes
SELECT rule, count(*) AS due,
       count(*) FILTER (WHERE status = 'met' AND (missed_due IS NULL OR done_on <= missed_due)) AS met,
       count(*) FILTER (WHERE status = 'met_late' OR status = 'met' AND done_on > missed_due) AS met_late,
       coalesce(-sum(margin) FILTER (WHERE status = 'met_late' AND missed_due IS NULL), 0) AS days_late,
       count(*) FILTER (WHERE status IN ('open', 'missed') AND coalesce(missed_due, due) < %(today)s) AS missed,
       count(*) FILTER (WHERE status = 'not_done') AS not_done,
       count(*) FILTER (WHERE status IN ('open', 'missed') AND coalesce(missed_due, due) >= %(today)s) AS awaited,
       count(*) FILTER (WHERE EXISTS (SELECT FROM alerts.notices n WHERE n.case_id = deadlines.case_id AND n.key = deadlines.key AND n.made_at <= %(until)s)) AS told
FROM read.deadlines

-- name: extended
SELECT rule, count(*) AS extended FROM read.deadlines

-- What was done after the day that had passed when it was extended: by how many days is counted by the calendar.
-- name: extended_late
SELECT rule, organization, missed_due, done_on FROM read.deadlines

-- The newest notice: with it, what is counted of them changes.
-- name: last_notice
SELECT coalesce(max(number), 0) FROM alerts.notices;

-- What was told of some deadlines, and what the body did after that: what met the deadline, by whomever, else what its own people, or
-- others on its behalf, entered on the case first; nothing that the system or a body above entered.
-- name: about
SELECT r.case_id, r.key, told.notices, told.people, told.read_by, told.first_told_at, told.first_read_at,
       coalesce(first_act.topic, '') AS act_topic, coalesce(first_act.actor, '') AS act_actor,
       first_act.occurred_on AS act_on, first_act.recorded_at AS act_at
FROM json_to_recordset(%(keys)s::json) AS r(case_id uuid, key text, organization text)
CROSS JOIN LATERAL (
    SELECT count(*) AS notices, count(DISTINCT n.account) AS people,
           count(DISTINCT n.account) FILTER (WHERE n.read_at <= %(until)s) AS read_by,
           min(n.made_at) AS first_told_at, min(n.read_at) FILTER (WHERE n.read_at <= %(until)s) AS first_read_at
    FROM alerts.notices n WHERE n.case_id = r.case_id AND n.key = r.key AND n.made_at <= %(until)s) AS told
LEFT JOIN LATERAL (
    SELECT a.topic, a.actor, a.occurred_on, a.recorded_at
    FROM read.audit a
    CROSS JOIN LATERAL (
        SELECT a.deadlines @> jsonb_build_object('judged', jsonb_build_array(jsonb_build_object('key', r.key))) AS met) AS it
    WHERE a.case_id = r.case_id AND a.actor <> 'system' AND a.recorded_at > told.first_told_at
      AND (it.met OR a.on_behalf_of = r.organization OR EXISTS (
          SELECT FROM access.accounts own
          WHERE own.organization = r.organization AND own.id = CASE WHEN a.actor ~ '^[0-9a-f-]{36}$' THEN a.actor::uuid END))
    ORDER BY it.met DESC, a.version LIMIT 1) AS first_act ON true
WHERE told.notices > 0;

-- Who was told of some deadlines, and when, with each notice: why, as what, in whose place, by whom it was asked for, and what became
-- of the mail that was to carry it, or why it left it out. For the lists.
-- name: told
SELECT n.case_id, n.key, n.account, min(n.made_at) AS told_at, min(n.read_at) FILTER (WHERE n.read_at <= %(until)s) AS read_at,
       json_agg(json_build_object(
           'id', n.id, 'at', n.made_at, 'read_at', CASE WHEN n.read_at <= %(until)s THEN n.read_at END, 'kind', n.kind, 'days', n.days, 'step', n.step, 'policy', n.policy,
           'capacity', n.capacity, 'in_place_of', coalesce(absent.name, ''), 'stands_in_as', n.stands_in_as, 'asked_by', coalesce(asker.name, ''), 'reason', n.reason,
           'clearance', n.clearance, 'mail', coalesce((
               SELECT CASE WHEN d.ended_at > %(until)s THEN 'waiting' ELSE coalesce(nullif(c.left_out, ''), d.state) END
               FROM alerts.carried c JOIN alerts.deliveries d ON d.id = c.delivery
               WHERE c.notice = n.id AND d.channel = 'mail' AND d.made_at <= %(until)s ORDER BY d.number DESC LIMIT 1), '')) ORDER BY n.number) AS notices
FROM alerts.notices n
JOIN json_to_recordset(%(keys)s::json) AS r(case_id uuid, key text) ON n.case_id = r.case_id AND n.key = r.key AND n.made_at <= %(until)s
LEFT JOIN access.accounts absent ON absent.id = n.in_place_of
LEFT JOIN access.accounts asker ON asker.id::text = n.asked_by
GROUP BY n.case_id, n.key, n.account ORDER BY told_at, n.account;
