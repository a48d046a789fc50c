-- At which version some cases are; sealed ones are left out: not even that they changed is told.
-- name: versions
SELECT id, version FROM read.cases WHERE id = ANY(%(cases)s::uuid[]) AND clearance = '';

-- At which position of the log a case of some bodies changed last.
-- name: changes
SELECT b.code, c.position
FROM unnest(%(bodies)s::text[]) AS b(code)
CROSS JOIN LATERAL (
    SELECT r.position FROM read.cases r WHERE r.organization = b.code AND r.clearance = '' ORDER BY r.changed_at DESC, r.id DESC LIMIT 1) c;
