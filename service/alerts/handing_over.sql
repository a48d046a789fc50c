-- Whose accounts a leaver's and a successor's are, and which are in use.
-- name: bodies
SELECT id, organization, disabled_at IS NULL AS in_use FROM access.accounts WHERE id = ANY(%(ids)s);
