-- The topics of the first events of cases.
-- name: topics
SELECT originator_id, topic FROM log.events
WHERE log = %(log)s AND originator_version = 1 AND originator_id = ANY(%(cases)s);

-- The events so far of some cases or records, for folding them again.
-- name: histories
SELECT log, position, recorded_at, topic, state FROM log.events
WHERE log = %(log)s AND originator_id = ANY(%(ids)s) AND position <= %(last)s
ORDER BY originator_id, originator_version;
