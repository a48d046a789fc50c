-- What is dropped by age, each kind by a statement of its own.

-- Sessions that have expired.
-- name: sessions
DELETE FROM access.sessions WHERE expires_at <= %(now)s;

-- Runs are kept for a month.
-- name: runs
DELETE FROM runs.runs WHERE changed_at < %(now)s - interval '30 days';

-- Idempotency keys of what leaves nothing in the log, as long: nobody repeats a request later.
-- name: used_keys
DELETE FROM alerts.used_keys WHERE used_at < %(now)s - interval '30 days';

-- What systems were sent, with its attempts: to be sent again as long as it is there.
-- name: webhook_messages
WITH old AS (
    SELECT id FROM alerts.deliveries
    WHERE channel = 'webhook' AND ended_at < %(now)s - make_interval(days => %(webhook_days)s)),
attempts AS (DELETE FROM alerts.attempts USING old WHERE delivery = old.id),
carried AS (DELETE FROM alerts.carried USING old WHERE delivery = old.id)
DELETE FROM alerts.deliveries USING old WHERE deliveries.id = old.id;

-- What people were mailed: the log by which a supervisor says who was told, kept for years.
-- name: mails
WITH old AS (
    SELECT id FROM alerts.deliveries
    WHERE channel = 'mail' AND ended_at < %(now)s - make_interval(years => %(told_years)s)),
attempts AS (DELETE FROM alerts.attempts USING old WHERE delivery = old.id),
carried AS (DELETE FROM alerts.carried USING old WHERE delivery = old.id)
DELETE FROM alerts.deliveries USING old WHERE deliveries.id = old.id;

-- Notices, as long.
-- name: notices
DELETE FROM alerts.notices n
WHERE n.made_at < %(now)s - make_interval(years => %(told_years)s) AND NOT EXISTS (SELECT FROM alerts.carried c WHERE c.notice = n.id);
