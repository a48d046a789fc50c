-- What was told last of some deadlines until an instant, and which step up the line was reached.
--
-- `step` is the highest that anybody was told by, of the date as it is now; `at` the day of the last one that was claimed, of which
-- maybe nobody could be told; both by version `policy`; `above` whether the line above was told by hand. `channel` and `state` are those of the last message that was to carry
-- the notice, or why that one left it out; they are empty where it went to the inbox alone; `people` were told the same at that time.
-- name: last
SELECT r.case_id, r.key, told.step, told.above, claimed.at, coalesce(claimed.policy, told.policy) AS policy, last.kind, last.made_at, last.days, last.account, last.account_name,
       last.capacity, last.asked_by_name, last.read_at, last.channel, last.state, last.result, last.people
FROM json_to_recordset(%(deadlines)s::json) AS r(log text, case_id uuid, key text, due date)
CROSS JOIN LATERAL (
    SELECT coalesce(max(n.step), 0) AS step, max(n.policy) FILTER (WHERE n.step > 0) AS policy,
           coalesce(bool_or(n.kind = 'asked' AND n.capacity = ANY(%(line)s::text[])), false) AS above
    FROM alerts.notices n
    WHERE n.case_id = r.case_id AND n.key = r.key AND n.due = r.due AND n.made_at <= %(until)s) AS told
LEFT JOIN alerts.told claimed
    ON claimed.log = r.log AND claimed.case_id = r.case_id AND claimed.key = r.key AND claimed.due = r.due AND claimed.track = 'escalation'
       AND claimed.told_at <= %(until)s
LEFT JOIN LATERAL (
    SELECT n.kind, n.made_at, n.days, n.account, coalesce(told.name, '') AS account_name, n.capacity, coalesce(asker.name, '') AS asked_by_name,
           CASE WHEN n.read_at <= %(until)s THEN n.read_at END AS read_at, coalesce(sent.channel, '') AS channel,
           CASE WHEN sent.ended_at > %(until)s THEN 'waiting' ELSE coalesce(nullif(sent.left_out, ''), sent.state, '') END AS state, CASE WHEN coalesce(sent.left_out, '') = '' OR sent.ended_at > %(until)s THEN coalesce(sent.result, '') ELSE '' END AS result,
           (SELECT count(DISTINCT o.account) FROM alerts.notices o
            WHERE o.case_id = n.case_id AND o.key = n.key AND o.made_at = n.made_at)::int AS people
    FROM alerts.notices n
    LEFT JOIN access.accounts told ON told.id = n.account
    LEFT JOIN access.accounts asker ON asker.id = CASE WHEN n.asked_by ~ '^[0-9a-f-]{36}$' THEN n.asked_by::uuid END
    LEFT JOIN LATERAL (
        SELECT d.channel, d.state, d.ended_at, c.left_out,
               (SELECT a.result FROM alerts.attempts a WHERE a.delivery = d.id AND a.at <= %(until)s ORDER BY a.number DESC LIMIT 1) AS result
        FROM alerts.carried c JOIN alerts.deliveries d ON d.id = c.delivery
        WHERE c.notice = n.id AND d.made_at <= %(until)s
        ORDER BY d.number DESC LIMIT 1) AS sent ON true
    WHERE n.case_id = r.case_id AND n.key = r.key AND n.made_at <= %(until)s
    ORDER BY n.number DESC LIMIT 1) AS last ON true;
