-- What a stock eventsourcing application reads of a log; the columns have the library's names.

-- One aggregate's events; the library appends its own conditions and order.
-- name: select_events
SELECT originator_id, originator_version, topic, state FROM log.events WHERE log = {log} AND originator_id = %s;

-- The application's sequence: from a position (inclusive) to a position (inclusive), of some topics or all (none given).
-- name: select_notifications
SELECT position AS notification_id, originator_id, originator_version, topic, state
FROM log.events
WHERE log = {log} AND position >= %(first)s AND position <= %(last)s
  AND (%(topics)s::text[] = '{{}}' OR topic = ANY(%(topics)s::text[]))
ORDER BY position
LIMIT %(limit)s;

-- name: max_notification_id
SELECT max(position) AS max FROM log.events WHERE log = {log};
