-- Files kept as evidence, each organisation's by itself.

-- name: keep
INSERT INTO files.kept (organization, sha256, name, media_type, size, kept_by, kept_at)
VALUES (%(organization)s, %(sha256)s, %(name)s, %(media_type)s, %(size)s, %(kept_by)s, %(now)s)
ON CONFLICT (organization, sha256) DO NOTHING;

-- The same content came again: a name that it does not have yet is noted.
-- name: keep_name
INSERT INTO files.other_names (organization, sha256, name, kept_by, kept_at)
SELECT organization, sha256, %(name)s, %(kept_by)s, %(now)s
FROM files.kept
WHERE organization = %(organization)s AND sha256 = %(sha256)s AND name <> %(name)s
ON CONFLICT DO NOTHING;

-- name: known
SELECT sha256, size, media_type, name
FROM files.kept
WHERE organization = %(organization)s AND sha256 = ANY(%(hashes)s);

-- Who sent it, under which name first.
-- name: send
INSERT INTO files.senders (organization, sha256, account, name, sent_at)
VALUES (%(organization)s, %(sha256)s, %(kept_by)s, %(name)s, %(now)s)
ON CONFLICT (organization, sha256, account) DO NOTHING;

-- Which of some contents somebody sent, and the name under which they sent it first.
-- name: sent
SELECT sha256, name FROM files.senders
WHERE organization = %(organization)s AND sha256 = ANY(%(hashes)s) AND account = %(account)s;

-- Each content once, with everybody whose it is: for the check of what lies in the store.
-- name: contents
SELECT sha256, max(size), array_agg(organization ORDER BY organization), array_agg(name ORDER BY organization)
FROM files.kept
GROUP BY sha256
ORDER BY sha256;
