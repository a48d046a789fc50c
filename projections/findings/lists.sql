-- name: select
SELECT log, id, rule, severity, organization, case_id, version, subject, happened_on, other_organization, other_case, other_version,
       evidence, digest, dismissed
FROM read.findings;

-- By rule: how much was looked at, how much was found that is not dismissed, how much is dismissed.
-- name: by_rule
SELECT rule, sum(checked)::bigint AS checked, (sum(found) - sum(dismissed))::bigint AS found, sum(dismissed)::bigint AS dismissed
FROM read.finding_counts;

-- The bodies of which most is found.
-- name: worst
SELECT organization FROM read.finding_counts;

-- By body, the same.
-- name: by_body
SELECT organization, sum(checked)::bigint AS checked, (sum(found) - sum(dismissed))::bigint AS found, sum(dismissed)::bigint AS dismissed
FROM read.finding_counts;

-- Links as entries name them, each once, in the order of their keys after one; each is looked up from the one before.
-- name: links
WITH RECURSIVE walk AS (
    (SELECT key, address, 1 AS number FROM read.finding_links WHERE log = %(log)s AND key > %(after)s ORDER BY key LIMIT 1)
    UNION ALL
    SELECT l.key, l.address, w.number + 1
    FROM walk w CROSS JOIN LATERAL (
        SELECT key, address FROM read.finding_links WHERE log = %(log)s AND key > w.key ORDER BY key LIMIT 1) l
    WHERE w.number < %(limit)s
)
SELECT key, address FROM walk;
