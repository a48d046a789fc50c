-- name: select
SELECT log, id, rule, severity, organization, case_id, version, subject, happened_on, other_organization, other_case, other_version,
       evidence, digest, dismissed
FROM read.findings;

-- By rule: how much was looked at, found and dismissed.
-- name: by_rule
SELECT rule, sum(checked)::bigint AS checked, sum(found)::bigint AS found, sum(dismissed)::bigint AS dismissed
FROM read.finding_counts;

-- By body, the same.
-- name: by_body
SELECT organization, sum(checked)::bigint AS checked, sum(found)::bigint AS found, sum(dismissed)::bigint AS dismissed
FROM read.finding_counts;

-- Links of some hosts as entries name them, each once, in order, after one.
-- name: links
SELECT DISTINCT l.key, l.address FROM read.finding_links l
WHERE l.log = %(log)s AND l.key > %(after)s ORDER BY l.key LIMIT %(limit)s;
