-- Files kept as evidence, each organisation's by itself.

-- name: keep
INSERT INTO files.kept (organization, address, name, media_type, size, kept_by, kept_at)
VALUES (%(organization)s, %(address)s, %(name)s, %(media_type)s, %(size)s, %(kept_by)s, %(now)s)
ON CONFLICT (organization, address) DO NOTHING;

-- The same content came again: a name that it does not have yet is noted.
-- name: keep_name
INSERT INTO files.other_names (organization, address, name, kept_by, kept_at)
SELECT organization, address, %(name)s, %(kept_by)s, %(now)s
FROM files.kept
WHERE organization = %(organization)s AND address = %(address)s AND name <> %(name)s
ON CONFLICT DO NOTHING;

-- name: known
SELECT address, size, media_type, name
FROM files.kept
WHERE organization = %(organization)s AND address = ANY(%(addresses)s);

-- Who sent it, under which name first.
-- name: send
INSERT INTO files.senders (organization, address, account, name, sent_at)
VALUES (%(organization)s, %(address)s, %(kept_by)s, %(name)s, %(now)s)
ON CONFLICT (organization, address, account) DO NOTHING;

-- Which of some contents somebody sent, and the name under which they sent it first.
-- name: sent
SELECT address, name FROM files.senders
WHERE organization = %(organization)s AND address = ANY(%(addresses)s) AND account = %(account)s;

-- Each content with whose it is and who kept it when: for the check of what lies in the store.
-- name: contents
SELECT address, organization, kept_by, kept_at
FROM files.kept
ORDER BY organization, kept_at, address;
