-- Notices: see migrations/0010_notices.sql.

-- Gives those that were not there.
-- name: put
INSERT INTO alerts.notices
    (id, log, case_id, key, due, organization, workflow, subtask, rule, kind, days, step, account, in_place_of, capacity,
     policy, asked_by, reason, clearance, mandatory, told_on, made_at, stands_in_as)
SELECT id, log, case_id, key, due, organization, workflow, subtask, rule, kind, days, step, account, in_place_of, capacity,
       policy, asked_by, reason, clearance, mandatory, told_on, made_at, stands_in_as
FROM json_populate_recordset(NULL::alerts.notices, %(rows)s::json)
ON CONFLICT (id) DO NOTHING
RETURNING id, number;

-- name: tell
SELECT pg_notify('tbn4_notices', %(payload)s);

-- name: select
SELECT id, log, case_id, key, due, organization, workflow, subtask, rule, kind, days, step, account, in_place_of, capacity,
       policy, asked_by, reason, clearance, mandatory, told_on, made_at, stands_in_as, read_at, number
FROM alerts.notices

-- name: unread
SELECT count(*) FROM alerts.notices WHERE account = %(account)s AND read_at IS NULL;

-- What the bell counts: unread notices, and exports that ended and were not looked at.
-- name: news
SELECT (SELECT count(*) FROM alerts.notices WHERE account = %(account)s AND read_at IS NULL)
     + (SELECT count(*) FROM exports.exports WHERE account = %(account)s AND state IN ('ready', 'failed') AND seen_at IS NULL);

-- name: read
UPDATE alerts.notices SET read_at = %(now)s
WHERE account = %(account)s AND read_at IS NULL AND (%(ids)s::uuid[] IS NULL OR id = ANY(%(ids)s));
