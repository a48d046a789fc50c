-- Accounts, sessions and tokens; a secret is looked up by its SHA-256.

-- name: create_account
INSERT INTO access.accounts (id, login, name, password, role, organization, post, language, demo, person, created_at)
VALUES (%(id)s, %(login)s, %(name)s, %(password)s, %(role)s, %(organization)s, %(post)s, %(language)s, %(demo)s, %(person)s, %(now)s)
ON CONFLICT (login) DO NOTHING;

-- name: accounts
SELECT id, login, name, role, organization, post, language, demo, person
FROM access.accounts
WHERE disabled_at IS NULL AND (%(login)s::text IS NULL OR login = %(login)s)
ORDER BY login;

-- name: account_by_id
SELECT id, login, name, role, organization, post, language, demo, person
FROM access.accounts
WHERE disabled_at IS NULL AND id = %(id)s;

-- What somebody did stays theirs: disabled accounts are named too.
-- name: names
SELECT id, name
FROM access.accounts
WHERE id = ANY(%(ids)s)
ORDER BY name, login;

-- Some of those whose name or login has a text in it, or whose id it is.
-- name: like
SELECT id::text, login, name
FROM access.accounts
WHERE name ILIKE %(pattern)s OR login ILIKE %(pattern)s OR id::text = %(text)s
ORDER BY name, login LIMIT %(limit)s;

-- name: password
SELECT password, id, login, name, role, organization, post, language, demo, person
FROM access.accounts
WHERE login = %(login)s AND disabled_at IS NULL;

-- A hash made with weaker parameters than today's is replaced when its owner logs in.
-- name: set_password
UPDATE access.accounts SET password = %(password)s WHERE id = %(account)s;

-- name: link_account
UPDATE access.accounts SET person = %(person)s WHERE login = %(login)s AND disabled_at IS NULL;

-- name: speak
UPDATE access.accounts SET language = %(language)s WHERE id = %(account)s AND disabled_at IS NULL;

-- name: disable_account
UPDATE access.accounts SET disabled_at = %(now)s WHERE login = %(login)s AND disabled_at IS NULL;

-- name: open_session
INSERT INTO access.sessions (secret, account, created_at, expires_at) VALUES (%(secret)s, %(account)s, %(now)s, %(expires)s);

-- name: session
SELECT a.id, a.login, a.name, a.role, a.organization, a.post, a.language, a.demo, a.person, s.expires_at
FROM access.sessions s JOIN access.accounts a ON a.id = s.account
WHERE s.secret = %(secret)s AND s.expires_at > %(now)s AND a.disabled_at IS NULL;

-- name: close_session
DELETE FROM access.sessions WHERE secret = %(secret)s;

-- name: issue_token
INSERT INTO access.tokens (id, secret, account, title, created_at, expires_at)
VALUES (%(id)s, %(secret)s, %(account)s, %(title)s, %(now)s, %(expires)s);

-- name: token
SELECT a.id, a.login, a.name, a.role, a.organization, a.post, a.language, a.demo, a.person, t.expires_at
FROM access.tokens t JOIN access.accounts a ON a.id = t.account
WHERE t.secret = %(secret)s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %(now)s) AND a.disabled_at IS NULL;

-- name: tokens
SELECT t.id, a.login, t.title, t.created_at, t.expires_at, t.revoked_at
FROM access.tokens t JOIN access.accounts a ON a.id = t.account
WHERE %(login)s::text IS NULL OR a.login = %(login)s
ORDER BY a.login, t.created_at;

-- name: revoke_token
UPDATE access.tokens SET revoked_at = %(now)s WHERE id = %(id)s AND revoked_at IS NULL;
