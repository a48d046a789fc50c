-- The numbers of the board of deadlines. Where it says WHERE true, the conditions of what is asked for are put.

-- How many deadlines there are by region, part of the Instruction, rule, force, what became of them, and whether an awaited one has
-- passed or is due soon.
-- name: numbers
SELECT coalesce(o.region, '') AS region, d.subtask, d.rule, d.strength, d.status,
       CASE WHEN d.status NOT IN ('open', 'missed') OR d.bound <> 'not_later' OR d.due > %(soon)s THEN ''
            WHEN d.due < %(today)s THEN 'overdue' ELSE 'due_soon' END AS nearness,
       count(*)::int AS deadlines
FROM (SELECT organization, subtask, rule, strength, status, bound, due FROM read.deadlines WHERE true) AS d
LEFT JOIN read.organizations o ON o.code = d.organization
GROUP BY 1, 2, 3, 4, 5, 6;

-- What became of the binding terms of a span, by quarter, for the bodies right below one (`parent`, '' for those at the top), each
-- with everything below it, and for that one itself. What still applies is counted, and what of it is late: done out of time, not
-- done at all, or overdue.
-- name: heat
WITH RECURSIVE tree AS (
    SELECT code, code AS top FROM read.organizations WHERE parent = %(parent)s
    UNION
    SELECT o.code, t.top FROM read.organizations o JOIN tree t ON o.parent = t.code WHERE o.code <> %(parent)s
), counted AS (
    SELECT organization, extract(quarter FROM due)::int AS quarter, count(*) AS due,
           count(*) FILTER (WHERE status IN ('open', 'missed') AND bound = 'not_later' AND due < %(today)s) AS overdue,
           count(*) FILTER (WHERE status IN ('met_late', 'early', 'not_done')) AS late
    FROM (SELECT * FROM read.deadlines WHERE true) AS terms
    WHERE strength = 'hard' AND status <> 'dropped' AND due BETWEEN %(first)s AND %(last)s
    GROUP BY 1, 2
)
SELECT top AS organization, quarter, sum(due)::int AS due, sum(overdue)::int AS overdue, sum(late)::int AS late
FROM (SELECT code, top FROM tree UNION ALL SELECT %(parent)s::text, %(parent)s::text) AS bodies JOIN counted ON counted.organization = bodies.code
GROUP BY 1, 2 ORDER BY 1, 2;
