-- One runner leads; the lock ends with its session, and with it everything the session had not committed.
-- name: lead
SELECT pg_try_advisory_lock(7402, 1);
