-- Counting looks at everything once: sorted and grouped in memory, and by plans as they are (compiling them takes longer), until
-- the transaction ends.
-- name: at_ease
SELECT set_config('work_mem', '192MB', true), set_config('hash_mem_multiplier', '2', true), set_config('jit', 'off', true);

-- What became of the binding terms of a year: for each organisation, and for each subtask and month of the due day (the first
-- day of the month; organisation NULL there). Those awaited of earlier and later years are counted by subtask and month, too.
-- Nothing of sealed cases.
-- name: outcomes
SELECT organization, subtask, date_trunc('month', due::timestamp)::date AS month, sum(met)::int AS met, sum(late)::int AS late,
       sum(overdue)::int AS overdue, sum(not_yet)::int AS not_yet, sum(soon)::int AS soon
FROM (
    SELECT organization, subtask, due,
           count(*) FILTER (WHERE done AND status = 'met') AS met,
           count(*) FILTER (WHERE done AND status <> 'met') AS late,
           count(*) FILTER (WHERE NOT done AND passed) AS overdue,
           count(*) FILTER (WHERE NOT done AND NOT passed) AS not_yet,
           count(*) FILTER (WHERE NOT done AND NOT passed AND due <= %(soon)s AND bound = 'not_later') AS soon
    FROM (
        SELECT organization, subtask, due, status, bound, status NOT IN ('open', 'missed') AS done,
               bound = 'not_later' AND due < %(today)s AS passed, due BETWEEN %(first)s AND %(last)s AS of_year
        FROM read.deadlines
        WHERE clearance = '' AND strength = 'hard' AND status <> 'dropped'
          AND (due BETWEEN %(first)s AND %(last)s OR status IN ('open', 'missed'))
          AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
    ) AS terms
    GROUP BY GROUPING SETS ((organization, of_year), (subtask, due))
    HAVING GROUPING(organization) = 1 OR of_year
) AS counted
GROUP BY organization, subtask, month;

-- Recommended terms that are awaited and passed (they remind, and nobody is late); and how many bodies reached the quota of
-- trained servants (D18) that is due within a year, of how many.
-- name: besides
SELECT count(*) FILTER (WHERE strength = 'recommended' AND status IN ('open', 'missed') AND bound = 'not_later'
                        AND due < %(today)s)::int,
       count(*) FILTER (WHERE of_quota AND status = 'met')::int, count(*) FILTER (WHERE of_quota)::int
FROM (
    SELECT strength, status, bound, due,
           rule = 'D18' AND strength = 'hard' AND status <> 'dropped' AND due BETWEEN %(first)s AND %(last)s AS of_quota
    FROM read.deadlines
    WHERE clearance = '' AND (strength = 'recommended' OR rule = 'D18')
      AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
) AS terms;

-- Cases by workflow and state.
-- name: stages
SELECT '' AS key, workflow, state, sum(cases)::bigint AS cases FROM read.case_counts
WHERE %(scope)s::text[] IS NULL OR organization = ANY(%(scope)s)
GROUP BY workflow, state ORDER BY workflow, state;

-- How far the read models are that figures are counted of, in all and the one that is furthest behind.
-- name: position
SELECT coalesce(sum(p.position), 0)::bigint, coalesce(min(p.position), 0)::bigint
FROM projections.positions p JOIN projections.generations g USING (projection, generation)
WHERE g.status = 'live' AND p.projection IN ('organizations', 'cases', 'deadlines', 'audit');

-- The region of each organisation that is counted.
-- name: regions
SELECT code, region FROM read.organizations WHERE %(scope)s::text[] IS NULL OR code = ANY(%(scope)s);

-- Cases of a year of the documents that quasi-state entities must have, and how many of them are accepted; nothing that is sealed.
-- name: documents
SELECT subtask, count(*)::int AS cases, count(*) FILTER (WHERE state = 'accepted')::int AS accepted FROM read.cases
WHERE clearance = '' AND starts_with(subtask, '3.2.') AND period = %(year)s
  AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
GROUP BY subtask ORDER BY subtask;

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

-- How many these are, and of how many that owe work.
-- name: silence
SELECT count(*) FILTER (WHERE silent)::int, count(*)::int FROM (
    SELECT organization, NOT EXISTS (SELECT FROM read.audit a
                                     WHERE a.organization = d.organization AND a.recorded_at >= %(since)s AND a.role <> 'system') AS silent
    FROM (
        SELECT DISTINCT organization FROM read.deadlines
        WHERE clearance = '' AND strength = 'hard' AND status IN ('open', 'missed') AND bound = 'not_later' AND due <= %(until)s
          AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
    ) AS d
) AS owing;
