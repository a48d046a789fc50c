-- What became of the binding terms of some bodies, by body; where it says WHERE true, the conditions of what is asked for are put.
-- name: by_body
SELECT organization,
       count(*) FILTER (WHERE status = 'met')::int AS met,
       count(*) FILTER (WHERE status NOT IN ('met', 'open', 'missed'))::int AS late,
       count(*) FILTER (WHERE status IN ('open', 'missed') AND bound = 'not_later' AND due < %(today)s)::int AS overdue,
       count(*) FILTER (WHERE status IN ('open', 'missed') AND NOT (bound = 'not_later' AND due < %(today)s))::int AS not_yet,
       count(*) FILTER (WHERE status IN ('open', 'missed') AND bound = 'not_later' AND due BETWEEN %(today)s AND %(soon)s)::int AS soon
FROM read.deadlines
WHERE true
GROUP BY organization;
