-- Cases that differ between two moments; one that was sealed meanwhile is sealed at both. `came` are the codes of organisations that are asked for at
-- the later moment alone, `left` of those at the earlier one alone; `asked` is the condition that a case is of any that are asked for.
-- A version that holds at both moments differs in nothing, unless its organisation moved. OFFSET keeps what holds from being told again and
-- again, and the planner from looking for it before it looks up the versions of few cases.
-- name: compared
WITH versions AS (
    SELECT * FROM (
        SELECT log, id, workflow, organization, number, subtask, period, about, clearance, state, closed, remarks, changed_at,
               ({holds_from}) AS held_before, ({holds_to}) AS held_after
        FROM read.cases_was
        WHERE {asked}
        OFFSET 0
    ) AS all_versions
    WHERE held_before <> held_after OR held_before AND organization = ANY(%(came)s::text[] || %(left)s::text[])
)
SELECT id, log, workflow, organization, number, subtask, period, about, clearance, difference, state_before, state_after, closed_before,
       closed_after, remarks_before, remarks_after, changed_at
FROM (
    SELECT coalesce(b.id, a.id) AS id, coalesce(b.log, a.log) AS log, coalesce(b.workflow, a.workflow) AS workflow,
           coalesce(b.organization, a.organization) AS organization, coalesce(b.number, a.number) AS number,
           coalesce(b.subtask, a.subtask) AS subtask, coalesce(b.period, a.period) AS period,
           coalesce(b.about, a.about) AS about,
           greatest(a.clearance, b.clearance) AS clearance,
           CASE WHEN a.id IS NULL THEN CASE WHEN b.organization <> ALL(%(left)s) THEN 'added' END
                WHEN b.id IS NULL THEN CASE WHEN a.organization <> ALL(%(came)s) THEN 'removed' END
                WHEN a.organization = ANY(%(came)s) THEN 'moved_in'
                WHEN b.organization = ANY(%(left)s) THEN 'moved_out'
                ELSE 'changed' END AS difference,
           a.state AS state_before, b.state AS state_after, a.closed AS closed_before, b.closed AS closed_after,
           a.remarks AS remarks_before, b.remarks AS remarks_after, greatest(a.changed_at, b.changed_at) AS changed_at
    FROM (SELECT * FROM versions WHERE held_before) a
    FULL JOIN (SELECT * FROM versions WHERE held_after) b ON a.log = b.log AND a.id = b.id
) AS t

-- How many cases there are at two moments, and how many differ; none that are sealed.
-- name: differing
SELECT count(*) FILTER (WHERE asked_before) AS before, count(*) FILTER (WHERE asked_after) AS after,
       count(*) FILTER (WHERE asked_after AND NOT there_before) AS added, count(*) FILTER (WHERE asked_before AND NOT there_after) AS removed,
       count(*) FILTER (WHERE asked_before AND asked_after AND versions > 1) AS changed,
       count(*) FILTER (WHERE asked_after AND there_before AND NOT asked_before) AS moved_in,
       count(*) FILTER (WHERE asked_before AND there_after AND NOT asked_after) AS moved_out
FROM (
    SELECT bool_or(held_before) AS there_before, bool_or(held_after) AS there_after,
           bool_or(held_before AND organization <> ALL(%(came)s)) AS asked_before,
           bool_or(held_after AND organization <> ALL(%(left)s)) AS asked_after, count(*) AS versions
    FROM (
        SELECT log, id, organization, ({holds_from}) AS held_before, ({holds_to}) AS held_after
        FROM read.cases_was
        WHERE clearance = '' AND {asked}
        OFFSET 0
    ) AS versions
    WHERE held_before OR held_after
    GROUP BY log, id
) AS cases;

-- The cases of the organisations that are asked for, all of whose versions are looked up by their keys where they are few: a case stays
-- with its organisation.
-- name: asked
(log, id) IN (SELECT log, id FROM read.cases WHERE organization = ANY(%(codes)s));

-- What became of deadlines at the moment that is looked at; none of sealed cases. OFFSET keeps what a term is from being told anew for each count.
-- name: became
SELECT count(*) FILTER (WHERE awaited AND bound = 'not_later' AND due < %(today)s) AS overdue, count(*) FILTER (WHERE awaited) AS open,
       count(*) FILTER (WHERE status = 'met') AS met, count(*) FILTER (WHERE status = 'met_late') AS met_late,
       count(*) FILTER (WHERE status = 'early') AS early, count(*) FILTER (WHERE status = 'not_done') AS not_done
FROM (
    SELECT due, bound, status, status IN ('open', 'missed') AS awaited FROM read.terms
    WHERE %(codes)s::text[] IS NULL OR organization = ANY(%(codes)s)
    OFFSET 0
) AS terms;
