-- Absences: see migrations/0013_telling.sql.

-- name: select
SELECT id, account, substitute, first_day, last_day, recorded_by, recorded_at, revoked_by, revoked_at FROM alerts.absences

-- Those of some accounts that are not over.
-- name: listed
WHERE revoked_at IS NULL AND last_day >= %(today)s AND account = ANY(%(accounts)s::uuid[]) ORDER BY first_day, last_day, id;

-- Those that hold, today or later.
-- name: holding
WHERE revoked_at IS NULL AND last_day >= %(today)s ORDER BY first_day, id;

-- name: one
WHERE id = %(id)s;

-- One at a time decides whether an absence contradicts another.
-- name: lock
LOCK TABLE alerts.absences IN SHARE ROW EXCLUSIVE MODE;

-- name: record
INSERT INTO alerts.absences (id, account, substitute, first_day, last_day, recorded_by, recorded_at)
VALUES (%(id)s, %(account)s, %(substitute)s, %(first_day)s, %(last_day)s, %(recorded_by)s, %(recorded_at)s);

-- name: revoke
UPDATE alerts.absences SET revoked_by = %(by)s, revoked_at = %(now)s WHERE id = %(id)s AND revoked_at IS NULL;

-- name: on
SELECT account, substitute FROM alerts.absences WHERE revoked_at IS NULL AND %(day)s BETWEEN first_day AND last_day;
