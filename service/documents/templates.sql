-- Templates of documents: see migrations/0028_templates.sql.

-- name: versions
SELECT organization, kind, language, number, name, sha256, length(content) AS size, needed, sent_by, sent_at
FROM documents.templates WHERE organization = %(organization)s ORDER BY kind, language, number DESC;

-- name: uses
SELECT kind, language, coalesce(number, 0) AS number, decided_by, since FROM documents.uses
WHERE organization = %(organization)s ORDER BY since DESC;

-- What was in force at an instant, for each kind and language in which anything ever was by then.
-- name: in_force
SELECT DISTINCT ON (u.kind, u.language) u.kind, u.language, coalesce(u.number, 0) AS number, coalesce(t.needed, '{}') AS needed
FROM documents.uses u LEFT JOIN documents.templates t USING (organization, kind, language, number)
WHERE u.organization = %(organization)s AND u.since <= %(at)s ORDER BY u.kind, u.language, u.since DESC;

-- name: content
SELECT content FROM documents.templates
WHERE organization = %(organization)s AND kind = %(kind)s AND language = %(language)s AND number = %(number)s;

-- One at a time numbers a version, or puts one in force.
-- name: lock
LOCK TABLE documents.templates, documents.uses IN SHARE ROW EXCLUSIVE MODE;

-- name: keep
INSERT INTO documents.templates (organization, kind, language, number, name, sha256, content, needed, sent_by, sent_at)
VALUES (%(organization)s, %(kind)s, %(language)s, %(number)s, %(name)s, %(sha256)s, %(content)s, %(needed)s, %(sent_by)s, %(sent_at)s);

-- name: use
INSERT INTO documents.uses (organization, kind, language, since, number, decided_by)
VALUES (%(organization)s, %(kind)s, %(language)s, %(since)s, nullif(%(number)s, 0), %(decided_by)s);
