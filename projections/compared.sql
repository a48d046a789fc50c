-- Cases that differ between two moments; one that was sealed meanwhile is sealed at both.
-- name: compared
SELECT id, log, workflow, organization, number, subtask, period, about, clearance, difference, state_before, state_after, closed_before,
       closed_after, remarks_before, remarks_after, changed_at
FROM (
    SELECT coalesce(b.id, a.id) AS id, coalesce(b.log, a.log) AS log, coalesce(b.workflow, a.workflow) AS workflow,
           coalesce(b.organization, a.organization) AS organization, coalesce(b.number, a.number) AS number,
           coalesce(b.subtask, a.subtask) AS subtask, coalesce(b.period, a.period) AS period,
           coalesce(b.about, a.about) AS about,
           greatest(a.clearance, b.clearance) AS clearance,
           CASE WHEN a.id IS NULL THEN 'added' WHEN b.id IS NULL THEN 'removed' ELSE 'changed' END AS difference,
           a.state AS state_before, b.state AS state_after, a.closed AS closed_before, b.closed AS closed_after,
           a.remarks AS remarks_before, b.remarks AS remarks_after, greatest(a.changed_at, b.changed_at) AS changed_at
    FROM (
        SELECT * FROM read.cases_was
        WHERE {holds_from}
          AND (%(codes)s::text[] IS NULL OR organization = ANY(%(codes)s))) a
    FULL JOIN (
        SELECT * FROM read.cases_was
        WHERE {holds_to}
          AND (%(codes)s::text[] IS NULL OR organization = ANY(%(codes)s))) b ON a.log = b.log AND a.id = b.id
    WHERE (a.told_at, a.told_on) IS DISTINCT FROM (b.told_at, b.told_on)
) AS t

-- How many cases there are at two moments, and how many differ; none that are sealed.
-- name: differing
SELECT count(a.id) AS before, count(b.id) AS after,
       count(*) FILTER (WHERE a.id IS NULL) AS added, count(*) FILTER (WHERE b.id IS NULL) AS removed,
       count(*) FILTER (WHERE a.id IS NOT NULL AND b.id IS NOT NULL
                        AND (a.told_at, a.told_on) IS DISTINCT FROM (b.told_at, b.told_on)) AS changed
FROM (
    SELECT id, log, told_at, told_on FROM read.cases_was
    WHERE {holds_from}
      AND clearance = '' AND (%(codes)s::text[] IS NULL OR organization = ANY(%(codes)s))) a
FULL JOIN (
    SELECT id, log, told_at, told_on FROM read.cases_was
    WHERE {holds_to}
      AND clearance = '' AND (%(codes)s::text[] IS NULL OR organization = ANY(%(codes)s))) b ON a.log = b.log AND a.id = b.id;
