-- Cases as work to be done: each with the deadline that is due first of those awaited. A case without one comes last.
-- name: select
SELECT id, log, workflow, organization, state, number, objects, subtask, period, about, clearance, key, rule, strength, due
FROM (
    SELECT c.id, c.log, c.workflow, c.organization, c.state, c.number, c.objects, c.subtask, c.period, c.about, c.clearance, c.closed,
           c.responsible,
           d.key, d.rule, d.strength, coalesce(d.due, DATE '9999-12-31') AS due
    FROM read.cases c LEFT JOIN LATERAL (
        SELECT key, rule, strength, due FROM read.deadlines
        WHERE case_id = c.id AND log = c.log AND status IN ('open', 'missed') AND bound = 'not_later'
        ORDER BY due, key LIMIT 1) d ON true
) AS t

-- The same without deadlines, to be counted where these do not matter.
-- name: cases
SELECT id FROM read.cases
