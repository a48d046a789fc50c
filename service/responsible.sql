-- Whose account is named.

-- name: account
SELECT organization, person FROM access.accounts WHERE id = %(id)s AND disabled_at IS NULL;
