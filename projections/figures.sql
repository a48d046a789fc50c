-- Counting looks at everything once: sorted and grouped in memory, and by plans as they are (compiling them takes longer), made for
-- whom it is counted (of one body other indexes are read than of the country), until the transaction ends.
-- name: at_ease
SELECT set_config('work_mem', '192MB', true), set_config('hash_mem_multiplier', '2', true), set_config('jit', 'off', true),
       set_config('random_page_cost', '2', true), set_config('plan_cache_mode', 'force_custom_plan', true);

-- Several things that are counted side by side take a processor each, and group without sorting: how many rows there are of a past
-- moment, the planner does not know.
-- name: side_by_side
SELECT set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_sort', 'off', true);

-- What became of the binding terms of a year: for each organisation, and for each subtask and month of the due day (the first
-- day of the month; organisation NULL there). Those awaited of earlier and later years are counted by subtask and month, too;
-- of an organisation, `elsewhen` are those of them that are overdue.
-- Beside them recommended terms that are awaited and passed (they remind, and nobody is late), and how many bodies owe the year's
-- quota of trained servants (D18) and reached it, and how much is owed by the end of the quarter. Nothing of sealed cases.
-- The year, and what is awaited before and after it, are looked up each; OFFSET keeps what a term is from being told anew for each count.
-- name: outcomes
SELECT organization, subtask, date_trunc('month', due::timestamp)::date AS month, sum(met)::int AS met, sum(late)::int AS late,
       coalesce(sum(overdue) FILTER (WHERE of_year IS NOT FALSE), 0)::int AS overdue,
       coalesce(sum(not_yet) FILTER (WHERE of_year IS NOT FALSE), 0)::int AS not_yet,
       coalesce(sum(soon) FILTER (WHERE of_year IS NOT FALSE), 0)::int AS soon, sum(recommended)::int AS recommended,
       sum(quota_reached)::int AS quota_reached, sum(quota_owed)::int AS quota_owed,
       coalesce(sum(overdue) FILTER (WHERE NOT of_year), 0)::int AS elsewhen, sum(owed)::int AS owed
FROM (
    SELECT organization, subtask, due, of_year,
           count(*) FILTER (WHERE hard AND done AND status = 'met') AS met,
           count(*) FILTER (WHERE hard AND done AND status <> 'met') AS late,
           count(*) FILTER (WHERE hard AND NOT done AND passed) AS overdue,
           count(*) FILTER (WHERE hard AND NOT done AND NOT passed) AS not_yet,
           count(*) FILTER (WHERE hard AND NOT done AND NOT passed AND due <= %(soon)s AND bound = 'not_later') AS soon,
           count(*) FILTER (WHERE NOT hard AND passed) AS recommended,
           count(*) FILTER (WHERE hard AND of_year AND rule = 'D18' AND status = 'met') AS quota_reached,
           count(*) FILTER (WHERE hard AND of_year AND rule = 'D18') AS quota_owed,
           count(*) FILTER (WHERE hard AND NOT done AND bound = 'not_later' AND due <= %(until)s) AS owed
    FROM (
        SELECT organization, subtask, due, status, bound, rule, strength = 'hard' AS hard, status NOT IN ('open', 'missed') AS done,
               bound = 'not_later' AND due < %(today)s AS passed, of_year
        FROM (
            SELECT organization, subtask, rule, due, bound, strength, status, true AS of_year FROM read.terms
            WHERE due BETWEEN %(first)s AND %(last)s AND (strength = 'hard' OR status IN ('open', 'missed'))
              AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
            UNION ALL
            SELECT organization, subtask, rule, due, bound, strength, status, false FROM read.awaited_terms
            WHERE due < %(first)s AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
            UNION ALL
            SELECT organization, subtask, rule, due, bound, strength, status, false FROM read.awaited_terms
            WHERE due > %(last)s AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
        ) AS found OFFSET 0
    ) AS terms
    GROUP BY GROUPING SETS ((organization, of_year), (subtask, due))
) AS counted
GROUP BY organization, subtask, month;

-- Cases by workflow and state, nothing that is sealed; for the present.
-- name: stages
SELECT '' AS key, workflow, state, sum(cases)::int AS cases FROM read.case_counts
WHERE %(scope)s::text[] IS NULL OR organization = ANY(%(scope)s)
GROUP BY workflow, state ORDER BY workflow, state;

-- A year's cases of documents that quasi-state entities must have, and how many of them are accepted. Nothing that is sealed.
-- name: documents
SELECT subtask, count(*)::int AS cases, count(*) FILTER (WHERE state = 'accepted')::int AS accepted FROM read.cases
WHERE starts_with(subtask, '3.2.') AND period = %(year)s AND clearance = ''
  AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
GROUP BY subtask ORDER BY subtask;

-- How far the read models are that figures are counted of, in all and the one that is furthest behind.
-- name: position
SELECT coalesce(sum(p.position), 0)::bigint, coalesce(min(p.position), 0)::bigint
FROM projections.positions p JOIN projections.generations g USING (projection, generation)
WHERE g.status = 'live' AND p.projection IN ('organizations', 'cases', 'deadlines', 'audit');

-- The region of each organisation that is counted.
-- name: regions
SELECT code, region FROM read.organizations WHERE %(scope)s::text[] IS NULL OR code = ANY(%(scope)s);

-- How many cases spent how many working days in all in a state that they left in the year by the day (`days`), and how many stand
-- in a state (`days` NULL). Only where a case came to a state `again`, its visits must be put together. `numbers` are the working days
-- before each day from `start` on, none before that, `true_on` is the day that is looked at.
-- name: stays
SELECT workflow, state, CASE WHEN until <= %(today)s THEN days END AS days, sum(cases)::int AS cases
FROM (
    SELECT workflow, state, until, cases, (%(numbers)s::int[])[until - %(start)s::date + 1]
           - (%(numbers)s::int[])[greatest(since, %(start)s) - %(start)s::date + 1] AS days
    FROM (
        SELECT workflow, state, since, until, count(*) AS cases
        FROM read.case_stays
        WHERE NOT again AND until >= %(first)s AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
        GROUP BY workflow, state, since, until
    ) AS alone
    UNION ALL
    SELECT min(workflow), state, max(until), 1, sum((%(numbers)s::int[])[until - %(start)s::date + 1])
           - coalesce(sum((%(numbers)s::int[])[since - %(start)s::date + 1]), 0)
    FROM read.case_stays
    WHERE again AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
    GROUP BY id, state
    HAVING max(until) >= %(first)s
) AS stays
WHERE until <= %(today)s OR until > %(true_on)s
GROUP BY 1, 2, 3;

-- Bodies that owe work by a day and have recorded nothing themselves since an instant: how much they owe, how much of it is
-- overdue, and when they last recorded something.
-- name: silent
SELECT o.organization AS code, o.owed::int AS owed, o.overdue::int AS overdue,
       (SELECT max(recorded_at) FROM read.audit a WHERE a.organization = o.organization AND a.role <> 'system') AS last_recorded
FROM (
    SELECT organization, count(*) AS owed, count(*) FILTER (WHERE due < %(today)s) AS overdue
    FROM read.deadlines
    WHERE clearance = '' AND strength = 'hard' AND status IN ('open', 'missed') AND bound = 'not_later' AND due <= %(until)s
      AND organization > %(after)s AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
    GROUP BY organization
) AS o
WHERE NOT EXISTS (SELECT FROM read.audit a
                  WHERE a.organization = o.organization AND a.recorded_at >= %(since)s AND a.role <> 'system')
ORDER BY o.organization LIMIT %(limit)s;

-- Which of some bodies have recorded something themselves since an instant, each looked up by itself (LIMIT keeps the planner from
-- turning that round).
-- name: heard
SELECT code FROM unnest(%(bodies)s::text[]) AS code
CROSS JOIN LATERAL (SELECT FROM read.audit a
                    WHERE a.organization = code AND a.recorded_at >= %(since)s AND a.role <> 'system' LIMIT 1) AS heard;
