-- Exports: see migrations/0019_exports.sql. Times are the database's: processes on other machines take over by them.

-- Of those who ask in an account's name at the same moment one is counted after the other.
-- name: take_turns
SELECT pg_advisory_xact_lock(7405, hashtext(%(account)s::text));

-- How many files an account waits for, how many it keeps, and how large these are together.
-- name: weigh
SELECT count(*) FILTER (WHERE state IN ('waiting', 'running')), count(*), coalesce(sum(size), 0)::bigint
FROM exports.exports WHERE account = %(account)s;

-- name: ask
INSERT INTO exports.exports (id, account, list, filters, format, language, address, state, asked_at)
VALUES (%(id)s, %(account)s, %(list)s, %(filters)s::jsonb, %(format)s, %(language)s, %(address)s, 'waiting', clock_timestamp());

-- name: select
SELECT id, number, account, list, filters, format, language, address, state, done, total, size, attempts, reach, secrets, problem,
       detail, asked_at, as_of, ended_at, expires_at, seen_at
FROM exports.exports

-- Takes the next one of lists that this process knows, for as long as the lease lasts; of one account one at a time. One whose process
-- died is taken when its lease is over.
-- name: claim
UPDATE exports.exports AS e
SET state = 'running', attempts = e.attempts + 1, lease_until = clock_timestamp() + %(lease)s, done = 0, total = 0
WHERE e.id = (
    SELECT n.id FROM exports.exports n
    WHERE (n.state = 'waiting' OR (n.state = 'running' AND n.lease_until < clock_timestamp())) AND n.list = ANY(%(lists)s)
      AND NOT EXISTS (SELECT FROM exports.exports o
                      WHERE o.account = n.account AND o.id <> n.id AND o.state = 'running' AND o.lease_until >= clock_timestamp())
    ORDER BY n.number FOR UPDATE SKIP LOCKED LIMIT 1)
RETURNING id, number, account, list, filters, format, language, address, state, done, total, size, attempts, reach, secrets, problem,
          detail, asked_at, as_of, ended_at, expires_at, seen_at;

-- Says how far an attempt is, and holds on to it; nothing if somebody has cancelled it or taken it over.
-- name: progress
UPDATE exports.exports SET done = %(done)s, total = %(total)s, lease_until = clock_timestamp() + %(lease)s
WHERE id = %(id)s AND attempts = %(attempts)s AND state = 'running';

-- name: finish
UPDATE exports.exports
SET state = %(state)s, done = %(done)s, total = %(done)s, size = %(size)s, reach = %(reach)s, secrets = %(secrets)s::jsonb,
    problem = %(problem)s, detail = %(detail)s, as_of = %(as_of)s, ended_at = clock_timestamp(), lease_until = NULL,
    expires_at = clock_timestamp() + %(kept)s
WHERE id = %(id)s AND attempts = %(attempts)s AND state = 'running';

-- Puts an attempt back in line, at its old place.
-- name: release
UPDATE exports.exports SET state = 'waiting', lease_until = NULL, done = 0, total = 0
WHERE id = %(id)s AND attempts = %(attempts)s AND state = 'running';

-- name: cancel
UPDATE exports.exports
SET state = 'cancelled', lease_until = NULL, ended_at = clock_timestamp(), expires_at = clock_timestamp() + %(kept)s
WHERE id = %(id)s AND account = %(account)s AND state IN ('waiting', 'running');

-- name: delete
DELETE FROM exports.exports WHERE id = %(id)s AND account = %(account)s;

-- name: seen
UPDATE exports.exports SET seen_at = clock_timestamp()
WHERE account = %(account)s AND seen_at IS NULL AND state IN ('ready', 'failed');

-- Wakes the bells.
-- name: tell
SELECT pg_notify('tbn4_notices', '');

-- name: expire
DELETE FROM exports.exports WHERE expires_at <= clock_timestamp();

-- Which of some files are still somebody's.
-- name: known
SELECT id, attempts FROM exports.exports WHERE state IN ('running', 'ready') AND id = ANY(%(ids)s);
