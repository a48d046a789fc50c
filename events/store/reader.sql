-- One case's events after a version, in order, as far as a position of the log (history as known then).
-- name: read_case
SELECT log, position, originator_id, originator_version, topic, state, recorded_at, command_id
FROM log.events
WHERE log = %(log)s AND originator_id = %(originator_id)s
  AND originator_version > %(after_version)s AND position <= %(up_to_position)s
ORDER BY originator_version;

-- Where the events of a case, or some of them, stand in the log, and when they were recorded.
-- name: read_places
SELECT originator_version, position, recorded_at
FROM log.events
WHERE log = %(log)s AND originator_id = %(originator_id)s
  AND (%(versions)s::bigint[] IS NULL OR originator_version = ANY(%(versions)s::bigint[]))
ORDER BY originator_version;

-- The next events of a case, a part of a long history.
-- name: read_part
SELECT log, position, originator_id, originator_version, topic, state, recorded_at, command_id
FROM log.events
WHERE log = %(log)s AND originator_id = %(originator_id)s AND originator_version > %(after_version)s
ORDER BY originator_version
LIMIT %(limit)s;

-- The next events of a log. Positions are dense and visible in order, so what comes after the last one read is all that is new.
-- name: read_log
SELECT log, position, originator_id, originator_version, topic, state, recorded_at, command_id
FROM log.events
WHERE log = %(log)s AND position > %(after_position)s
ORDER BY position
LIMIT %(limit)s;

-- The last position of a log, 0 when it is empty.
-- name: last_position
SELECT coalesce(max(position), 0) FROM log.events WHERE log = %(log)s;

-- Where the newest event of a log up to a position stands, and when it was recorded.
-- name: newest_place
SELECT position, recorded_at FROM log.events
WHERE log = %(log)s AND position <= %(up_to_position)s
ORDER BY position DESC LIMIT 1;

-- What became of a command: where its events are and for which request they were stored.
-- name: find_command
SELECT c.first_position, c.events, c.request_hash, e.recorded_at
FROM log.commands c JOIN log.events e ON e.log = c.log AND e.position = c.first_position
WHERE c.log = %(log)s AND c.command_id = %(command_id)s;

-- The names of the logs, by jumping from one to the next in the index instead of reading every event.
-- name: logs
WITH RECURSIVE names(log) AS (
    (SELECT log FROM log.events ORDER BY log LIMIT 1)
    UNION ALL
    SELECT (SELECT e.log FROM log.events e WHERE e.log > names.log ORDER BY e.log LIMIT 1) FROM names WHERE names.log IS NOT NULL
)
SELECT log FROM names WHERE log IS NOT NULL;

-- The next events of the register, with all corrections; the condition is that of the index events_of_the_register.
-- name: read_register
SELECT log, position, originator_id, originator_version, topic, state, recorded_at, command_id
FROM log.events
WHERE log = %(log)s AND position > %(after_position)s
  AND (topic LIKE 'organization.%%' OR topic LIKE 'person.%%' OR topic LIKE 'calendar.%%' OR topic = 'case.fact_corrected')
ORDER BY position
LIMIT %(limit)s;

-- Which records of the register, and what else, have events after an instant; the condition is that of the index
-- events_of_the_register_since.
-- name: changed_since
SELECT DISTINCT originator_id FROM log.events
WHERE log = %(log)s AND recorded_at > %(at)s
  AND (topic LIKE 'organization.%%' OR topic LIKE 'person.%%' OR topic LIKE 'calendar.%%' OR topic = 'case.fact_corrected');

-- The events of several cases, case by case, in order.
-- name: read_cases
SELECT log, position, originator_id, originator_version, topic, state, recorded_at, command_id
FROM log.events
WHERE log = %(log)s AND originator_id = ANY(%(ids)s::uuid[])
ORDER BY originator_id, originator_version;

-- The events of several cases after some version of each, case by case, in order.
-- name: read_later
SELECT e.*
FROM unnest(%(ids)s::uuid[], %(versions)s::bigint[]) AS r(id, version)
CROSS JOIN LATERAL (
    SELECT log, position, originator_id, originator_version, topic, state, recorded_at, command_id
    FROM log.events
    WHERE log = %(log)s AND originator_id = r.id AND originator_version > r.version
    ORDER BY originator_version OFFSET 0) e
ORDER BY e.originator_id, e.originator_version;

-- Which of some cases exist: each is looked up by its key (OFFSET keeps the planner from turning that round).
-- name: known_cases
SELECT r.id
FROM unnest(%(ids)s::uuid[]) AS r(id)
CROSS JOIN LATERAL (
    SELECT 1 FROM log.events WHERE log = %(log)s AND originator_id = r.id AND originator_version = 1 OFFSET 0) e;

-- The newest event of some topics of each of some cases, looked up case by case from its end.
-- name: newest_events
SELECT e.*
FROM unnest(%(ids)s::uuid[]) AS r(id)
CROSS JOIN LATERAL (
    SELECT log, position, originator_id, originator_version, topic, state, recorded_at, command_id
    FROM log.events
    WHERE log = %(log)s AND originator_id = r.id AND topic = ANY(%(topics)s)
    ORDER BY originator_version DESC LIMIT 1) e;
