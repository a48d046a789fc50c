-- The first events of cases.
-- name: firsts
SELECT log, position, originator_id, originator_version, topic, state, recorded_at, command_id FROM log.events
WHERE log = %(log)s AND originator_version = 1 AND originator_id = ANY(%(cases)s);

-- The topics of the first events of cases.
-- name: topics
SELECT originator_id, topic FROM log.events
WHERE log = %(log)s AND originator_version = 1 AND originator_id = ANY(%(cases)s);
