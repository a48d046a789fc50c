-- Runs: see migrations/0005_runs.sql.

-- Of those who want the same at the same moment one looks and starts after the other.
-- name: take_turns
SELECT pg_advisory_xact_lock(hashtextextended(concat_ws(' ', 'run', %(kind)s::text, %(year)s::text, %(scope)s::text), 0));

-- name: under_way
SELECT id FROM runs.runs
WHERE kind = %(kind)s AND year = %(year)s AND scope = %(scope)s AND state = 'running'
  AND changed_at >= clock_timestamp() - make_interval(secs => %(silence)s)
ORDER BY started_at LIMIT 1;

-- name: start
INSERT INTO runs.runs (id, kind, year, account, scope, state, done, total, counts, problem, started_at, changed_at)
VALUES (%(id)s, %(kind)s, %(year)s, %(account)s, %(scope)s, 'running', 0, 0, '{}', '', clock_timestamp(), clock_timestamp());

-- name: tell
UPDATE runs.runs
SET state = %(state)s, done = %(done)s, total = %(total)s, counts = %(counts)s::jsonb, problem = %(problem)s, changed_at = clock_timestamp()
WHERE id = %(id)s;

-- A run that says it is running, but has said nothing for long, is that of a process that died.
-- name: get
SELECT id, kind, year, account, scope,
       CASE WHEN state = 'running' AND changed_at < clock_timestamp() - make_interval(secs => %(silence)s) THEN 'stopped' ELSE state END AS state,
       done, total, counts, problem, started_at, changed_at
FROM runs.runs WHERE id = %(id)s;
