-- How the deadlines of some cases stand.
-- name: deadlines
SELECT case_id, key, due, status, bound FROM read.deadlines WHERE case_id = ANY(%(cases)s);
