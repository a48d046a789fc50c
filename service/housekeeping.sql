-- What is dropped by age, each kind by a statement of its own.

-- Sessions that have expired.
-- name: sessions
DELETE FROM access.sessions WHERE expires_at <= %(now)s;

-- Runs are kept for a month.
-- name: runs
DELETE FROM runs.runs WHERE changed_at < %(now)s - interval '30 days';
