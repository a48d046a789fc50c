-- Chores: see migrations/0014_chores.sql.

-- name: enter
INSERT INTO runs.chores (name, since, seconds, count, total, successes, failures, error, replica)
SELECT name, clock_timestamp(), 0, 0, 0, 0, 0, '', '' FROM unnest(%(names)s::text[]) AS name
ON CONFLICT (name) DO NOTHING;

-- name: known
SELECT name, since, began_at, succeeded_at, failed_at, seconds, count, total, successes, failures, error, replica,
       clock_timestamp() AS now
FROM runs.chores ORDER BY name;

-- The lock ends with the transaction, and the transaction with a process that says nothing: killed, paused or cut off.
-- name: silence
SELECT set_config('idle_in_transaction_session_timeout', %(silence)s, true);

-- name: hold
SELECT pg_try_advisory_xact_lock(7104, hashtext(%(name)s));

-- name: beat
SELECT 1;

-- name: succeeded
UPDATE runs.chores
SET began_at = clock_timestamp() - make_interval(secs => %(seconds)s), succeeded_at = clock_timestamp(), seconds = %(seconds)s,
    count = %(count)s, total = total + %(count)s, successes = successes + 1, replica = %(replica)s
WHERE name = %(name)s;

-- name: failed
UPDATE runs.chores
SET failed_at = clock_timestamp(), failures = failures + 1, error = %(error)s, replica = %(replica)s
WHERE name = %(name)s;
