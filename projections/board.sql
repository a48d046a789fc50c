-- The numbers of the board of deadlines. Where it says WHERE true, the conditions of what is asked for are put.

-- How many deadlines are in each group: in all (kind empty), and by subtask, by rule and by region.
-- name: numbers
SELECT CASE WHEN GROUPING(subtask) = 0 THEN 'subtask' WHEN GROUPING(rule) = 0 THEN 'rule' WHEN GROUPING(region) = 0 THEN 'region' ELSE '' END AS kind,
       coalesce(subtask, rule, region, '') AS code, coalesce(sum(overdue), 0)::int AS overdue, coalesce(sum(due_soon), 0)::int AS due_soon,
       coalesce(sum(awaited), 0)::int AS open, coalesce(sum(missed), 0)::int AS missed, coalesce(sum(met), 0)::int AS met,
       coalesce(sum(met_late), 0)::int AS met_late, coalesce(sum(early), 0)::int AS early, coalesce(sum(not_done), 0)::int AS not_done,
       coalesce(sum(dropped), 0)::int AS dropped, coalesce(sum(breach), 0)::int AS breach
FROM (
    SELECT d.*, coalesce(o.region, '') AS region
    FROM (
        SELECT organization, subtask, rule,
               count(*) FILTER (WHERE is_awaited AND passed) AS overdue,
               count(*) FILTER (WHERE is_awaited AND bound = 'not_later' AND NOT passed AND due <= %(soon)s) AS due_soon,
               count(*) FILTER (WHERE is_awaited) AS awaited, count(*) FILTER (WHERE status = 'missed') AS missed,
               count(*) FILTER (WHERE status = 'met') AS met, count(*) FILTER (WHERE status = 'met_late') AS met_late,
               count(*) FILTER (WHERE status = 'early') AS early, count(*) FILTER (WHERE status = 'not_done') AS not_done,
               count(*) FILTER (WHERE status = 'dropped') AS dropped,
               count(*) FILTER (WHERE hard AND (is_awaited AND passed OR status IN ('met_late', 'early', 'not_done'))) AS breach
        FROM (
            SELECT organization, subtask, rule, due, bound, status, strength = 'hard' AS hard, status IN ('open', 'missed') AS is_awaited,
                   bound = 'not_later' AND due < %(today)s AS passed
            FROM read.deadlines WHERE true
        ) AS terms
        GROUP BY organization, subtask, rule
    ) AS d LEFT JOIN read.organizations o ON o.code = d.organization
) AS counted
GROUP BY GROUPING SETS ((), (subtask), (rule), (region))
ORDER BY kind, code;

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
