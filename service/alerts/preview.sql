-- Deadlines as they stood in a month.

-- How many deadlines alike stood from when to when: since when a due date held is known from the event that set it, until when from
-- the next one, from the act, or, of what ended undone, from the due date itself: on that last day people were told in the
-- morning, unless the date held for less than a day. When others were dropped is not known: they are left out, and so is what no
-- event of the log set, and what is of sealed cases. Days before the month are the day before it. Since March 2024 all of Kazakhstan is at UTC+5.
-- name: spans
WITH dated AS (
    SELECT d.log, d.case_id, d.key, d.organization, d.subtask, d.strength, d.status, d.done_on, p.number,
           (p.entry ->> 'due')::date AS due, (e.recorded_at AT TIME ZONE 'UTC' + interval '5 hours')::date AS since
    FROM read.deadlines d
    CROSS JOIN LATERAL jsonb_array_elements(
        d.previous || jsonb_build_array(jsonb_build_object('due', d.due, 'set_by', d.set_by))) WITH ORDINALITY AS p(entry, number)
    JOIN log.events e
        ON e.log = d.log AND e.originator_id = d.case_id AND e.originator_version = (p.entry ->> 'set_by')::bigint
    WHERE d.log = %(log)s AND d.bound = 'not_later' AND d.status <> 'dropped' AND d.clearance = ''
), standing AS (
    SELECT organization, subtask, strength, due, since,
           coalesce(
               lead(since) OVER later - (lead(since) OVER later = since)::integer,
               CASE WHEN status = 'not_done' THEN due ELSE done_on END, %(last)s) AS until
    FROM dated
    WINDOW later AS (PARTITION BY case_id, key ORDER BY number)
)
SELECT organization, subtask, strength, due, greatest(since, %(first)s - 1) AS since, least(until, %(last)s) AS until,
       count(*) AS deadlines
FROM standing
WHERE since <= %(last)s AND until >= %(first)s AND due <= %(ahead)s
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, 3, 4, 5, 6;
