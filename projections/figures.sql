-- Counting looks at everything once: sorted and grouped in memory, and by plans as they are (compiling them takes longer), until
-- the transaction ends.
-- name: at_ease
SELECT set_config('work_mem', '192MB', true), set_config('hash_mem_multiplier', '2', true), set_config('jit', 'off', true);

-- What became of the binding terms of a year: for each organisation, and for each subtask and month of the due day (the first
-- day of the month; organisation NULL there). Those awaited of earlier and later years are counted by subtask and month, too;
-- of an organisation, `elsewhen` are those of them that are overdue.
-- Beside them recommended terms that are awaited and passed (they remind, and nobody is late), and how many bodies owe the year's
-- quota of trained servants (D18) and reached it. Nothing of sealed cases.
-- name: outcomes
SELECT organization, subtask, date_trunc('month', due::timestamp)::date AS month, sum(met)::int AS met, sum(late)::int AS late,
       coalesce(sum(overdue) FILTER (WHERE of_year IS NOT FALSE), 0)::int AS overdue,
       coalesce(sum(not_yet) FILTER (WHERE of_year IS NOT FALSE), 0)::int AS not_yet,
       coalesce(sum(soon) FILTER (WHERE of_year IS NOT FALSE), 0)::int AS soon, sum(recommended)::int AS recommended,
       sum(quota_reached)::int AS quota_reached, sum(quota_owed)::int AS quota_owed,
       coalesce(sum(overdue) FILTER (WHERE NOT of_year), 0)::int AS elsewhen
FROM (
    SELECT organization, subtask, due, of_year,
           count(*) FILTER (WHERE hard AND done AND status = 'met') AS met,
           count(*) FILTER (WHERE hard AND done AND status <> 'met') AS late,
           count(*) FILTER (WHERE hard AND NOT done AND passed) AS overdue,
           count(*) FILTER (WHERE hard AND NOT done AND NOT passed) AS not_yet,
           count(*) FILTER (WHERE hard AND NOT done AND NOT passed AND due <= %(soon)s AND bound = 'not_later') AS soon,
           count(*) FILTER (WHERE NOT hard AND passed) AS recommended,
           count(*) FILTER (WHERE hard AND of_year AND rule = 'D18' AND status = 'met') AS quota_reached,
           count(*) FILTER (WHERE hard AND of_year AND rule = 'D18') AS quota_owed
    FROM (
        SELECT organization, subtask, due, status, bound, rule, strength = 'hard' AS hard, status NOT IN ('open', 'missed') AS done,
               bound = 'not_later' AND due < %(today)s AS passed, due BETWEEN %(first)s AND %(last)s AS of_year
        FROM read.deadlines
        WHERE clearance = '' AND status <> 'dropped'
          AND (strength = 'hard' AND due BETWEEN %(first)s AND %(last)s OR status IN ('open', 'missed'))
          AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
    ) AS terms
    GROUP BY GROUPING SETS ((organization, of_year), (subtask, due))
) AS counted
GROUP BY organization, subtask, month;

-- Cases by workflow and state; those of a year's documents that quasi-state entities must have, by their subtask, too (else NULL).
-- Nothing that is sealed.
-- name: cases
SELECT workflow, state, CASE WHEN starts_with(subtask, '3.2.') AND period = %(year)s THEN subtask END AS document, count(*)::int
FROM read.cases
WHERE clearance = '' AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- How far the read models are that figures are counted of, in all and the one that is furthest behind.
-- name: position
SELECT coalesce(sum(p.position), 0)::bigint, coalesce(min(p.position), 0)::bigint
FROM projections.positions p JOIN projections.generations g USING (projection, generation)
WHERE g.status = 'live' AND p.projection IN ('organizations', 'cases', 'deadlines', 'audit');

-- The region of each organisation that is counted.
-- name: regions
SELECT code, region FROM read.organizations WHERE %(scope)s::text[] IS NULL OR code = ANY(%(scope)s);

-- How many working days cases spent in each state that they left by the day, in all, and how many cases did. `numbers` are the
-- working days before each day from `first` on. Stays that began and ended on one day are none.
-- name: stays
SELECT workflow, state, percentile_disc(0.5) WITHIN GROUP (ORDER BY days)::int AS median, count(*)::int AS cases
FROM (
    SELECT workflow, state,
           sum((%(numbers)s::int[])[least(until, %(today)s) - %(start)s::date + 1] - (%(numbers)s::int[])[greatest(since, %(start)s::date) - %(start)s::date + 1]) AS days
    FROM read.case_stays
    WHERE clearance = '' AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s)) AND since < %(today)s
    GROUP BY log, id, workflow, state
    HAVING max(until) BETWEEN %(first)s AND %(today)s
) AS stays
GROUP BY workflow, state ORDER BY workflow, state;

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

-- Which these are, and of how many that owe work.
-- name: silence
SELECT coalesce(array_agg(organization) FILTER (WHERE silent), '{}'), count(*)::int FROM (
    SELECT organization, NOT EXISTS (SELECT FROM read.audit a
                                     WHERE a.organization = d.organization AND a.recorded_at >= %(since)s AND a.role <> 'system') AS silent
    FROM (
        SELECT DISTINCT organization FROM read.deadlines
        WHERE clearance = '' AND strength = 'hard' AND status IN ('open', 'missed') AND bound = 'not_later' AND due <= %(until)s
          AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
    ) AS d
) AS owing;
