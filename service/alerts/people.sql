-- Accounts in use.

-- name: of_bodies
SELECT id, login, name, role, organization, post, language, demo, person FROM access.accounts
WHERE disabled_at IS NULL AND (%(demo)s OR NOT demo) AND organization = ANY(%(bodies)s::text[]) ORDER BY name, login;

-- name: supervisors
SELECT id, login, name, role, organization, post, language, demo, person FROM access.accounts
WHERE disabled_at IS NULL AND (%(demo)s OR NOT demo) AND role = 'supervisor' ORDER BY name, login;

-- name: by_id
SELECT id, login, name, role, organization, post, language, demo, person FROM access.accounts
WHERE disabled_at IS NULL AND (%(demo)s OR NOT demo) AND id = ANY(%(ids)s::uuid[]);
