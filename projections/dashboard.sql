-- Cases by state, for the country, each region or each organisation (`key`; empty for the country and where the register
-- does not know the organisation).
-- name: stages
SELECT CASE %(by)s WHEN 'region' THEN coalesce(o.region, '') WHEN 'organization' THEN c.organization ELSE '' END AS key,
       c.workflow, c.state, sum(c.cases)::bigint AS cases
FROM read.case_counts c
LEFT JOIN LATERAL (SELECT region FROM read.organizations WHERE code = c.organization LIMIT 1) o ON true
WHERE (%(scope)s::text[] IS NULL OR c.organization = ANY(%(scope)s))
  AND (%(region)s::text IS NULL OR o.region = %(region)s)
  AND (%(workflow)s::text IS NULL OR c.workflow = %(workflow)s)
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;

-- What became of deadlines, by region, organisation, rule or for all.
-- name: outcomes
SELECT CASE %(by)s WHEN 'region' THEN coalesce(o.region, '') WHEN 'organization' THEN c.organization
                   WHEN 'rule' THEN c.rule ELSE '' END AS key,
       coalesce(sum(c.deadlines) FILTER (WHERE c.status = 'met'), 0)::bigint AS met,
       coalesce(sum(c.deadlines) FILTER (WHERE c.status = 'met_late'), 0)::bigint AS met_late,
       coalesce(sum(c.deadlines) FILTER (WHERE c.status = 'early'), 0)::bigint AS early,
       coalesce(sum(c.deadlines) FILTER (WHERE c.status = 'missed'), 0)::bigint AS missed,
       coalesce(sum(c.deadlines) FILTER (WHERE c.status = 'not_done'), 0)::bigint AS not_done,
       coalesce(sum(c.deadlines) FILTER (WHERE c.status = 'open'), 0)::bigint AS open
FROM read.deadline_counts c
LEFT JOIN LATERAL (SELECT region FROM read.organizations WHERE code = c.organization LIMIT 1) o ON true
WHERE (%(scope)s::text[] IS NULL OR c.organization = ANY(%(scope)s))
  AND (%(region)s::text IS NULL OR o.region = %(region)s)
  AND (%(workflow)s::text IS NULL OR c.workflow = %(workflow)s)
  AND (%(rule)s::text IS NULL OR c.rule = %(rule)s)
GROUP BY 1 ORDER BY 1;

-- Deadlines that are awaited, by the day; none of sealed cases.
-- name: tiles
SELECT count(*) FILTER (WHERE bound = 'not_later' AND due < %(today)s) AS overdue,
       count(*) FILTER (WHERE bound = 'not_later' AND due BETWEEN %(today)s AND %(soon)s) AS due_soon,
       count(*) AS open,
       count(*) FILTER (WHERE bound = 'not_later' AND due < %(today)s AND strength = 'recommended') AS overdue_recommended
FROM read.deadlines
WHERE clearance = '' AND status IN ('open', 'missed')
  AND (%(scope)s::text[] IS NULL OR organization = ANY(%(scope)s))
  AND (%(region)s::text IS NULL OR organization IN (SELECT code FROM read.organizations WHERE region = %(region)s));
