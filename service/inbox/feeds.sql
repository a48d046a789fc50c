-- Addresses of calendars, and the deadlines in them: see migrations/0012_feeds_and_filters.sql.

-- A new address takes the place of the one before.
-- name: make
INSERT INTO alerts.feeds (account, secret, made_at) VALUES (%(account)s, %(secret)s, %(now)s)
ON CONFLICT (account) DO UPDATE SET (secret, made_at) = (EXCLUDED.secret, EXCLUDED.made_at);

-- name: revoke
DELETE FROM alerts.feeds WHERE account = %(account)s;

-- name: made_at
SELECT made_at FROM alerts.feeds WHERE account = %(account)s;

-- name: login
SELECT a.login FROM alerts.feeds f JOIN access.accounts a ON a.id = f.account
WHERE f.secret = %(secret)s AND a.disabled_at IS NULL;

-- Deadlines with when they were set: those that are awaited, and those still to come of which nothing is awaited any more.
-- name: dues
SELECT d.log, d.case_id, d.key, d.organization, d.workflow, d.rule, d.subtask, d.basis, d.strength, d.bound, d.subject, d.anchor, d.amount,
       d.unit, d.due, d.moved_from, d.skipped, d.calendar, d.act, d.extended_from, d.missed_due, d.status, d.done_on, d.margin, d.missed_on, d.set_by, d.set_at, d.previous,
       d.clearance, e.recorded_at
FROM read.deadlines d JOIN log.events e ON e.log = d.log AND e.position = d.set_at
