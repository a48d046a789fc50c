-- The records of changes of the calendar, the last proposed first; the condition lets the index events_of_the_register be used.
-- name: proposed
SELECT originator_id FROM log.events
WHERE log = %(log)s AND topic LIKE 'calendar.%%' AND originator_version = 1
ORDER BY position DESC;
