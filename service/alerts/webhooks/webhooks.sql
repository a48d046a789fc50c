-- Webhooks: see migrations/0011_deliveries.sql.

-- name: select
SELECT id, account, title, url, wants, secret, secret_number, previous, previous_until, disabled_for, failing_since, made_at
FROM alerts.webhooks

-- name: create
INSERT INTO alerts.webhooks (id, account, title, url, wants, secret, made_at, changed_at)
SELECT %(id)s, %(account)s, %(title)s, %(url)s, %(wants)s, %(secret)s, %(now)s, %(now)s
WHERE (SELECT count(*) FROM alerts.webhooks WHERE account = %(account)s) < %(most)s;

-- The secret before stays valid for a while; the one before that does not.
-- name: rotate
UPDATE alerts.webhooks
SET previous = secret, previous_until = %(until)s, secret = %(secret)s, secret_number = %(number)s, changed_at = %(now)s
WHERE id = %(id)s AND secret_number = %(number)s - 1;

-- name: disable
UPDATE alerts.webhooks SET disabled_for = %(why)s, changed_at = %(now)s WHERE id = %(id)s AND disabled_for = '';

-- name: enable
UPDATE alerts.webhooks SET disabled_for = '', failing_since = NULL, rests_until = NULL, changed_at = %(now)s WHERE id = %(id)s;

-- name: reached
UPDATE alerts.webhooks SET failing_since = NULL, rests_until = NULL WHERE id = %(id)s AND failing_since IS NOT NULL;

-- Notes a failure; gives since when there was nothing else.
-- name: failed
UPDATE alerts.webhooks SET failing_since = coalesce(failing_since, %(now)s), rests_until = %(rests_until)s
WHERE id = %(id)s RETURNING failing_since;

-- name: follow
SELECT position FROM alerts.followed WHERE log = %(log)s FOR UPDATE SKIP LOCKED;

-- name: begin
INSERT INTO alerts.followed (log, position) VALUES (%(log)s, %(position)s) ON CONFLICT DO NOTHING;

-- name: move
UPDATE alerts.followed SET position = %(position)s WHERE log = %(log)s;

-- name: notice
SELECT n.id, n.log, n.case_id, n.key, n.due, n.organization, n.workflow, n.subtask, n.rule, n.kind, n.days, n.step, n.account,
       n.in_place_of, n.capacity, n.policy, n.asked_by, n.reason, n.clearance, n.mandatory, n.told_on, n.made_at, n.stands_in_as, n.read_at, n.number
FROM alerts.carried c JOIN alerts.notices n ON n.id = c.notice WHERE c.delivery = %(delivery)s;
