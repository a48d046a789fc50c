-- What was kept open before: moved, content by content, once its content lies closed.

-- name: contents
SELECT sha256, array_agg(organization ORDER BY organization) FROM files_open.kept GROUP BY sha256 ORDER BY sha256;

-- name: kept
SELECT organization, name, kept_by, kept_at AS now, media_type, size
FROM files_open.kept WHERE sha256 = %(sha256)s FOR UPDATE;

-- name: other_names
DELETE FROM files_open.other_names WHERE sha256 = %(sha256)s
RETURNING organization, name, kept_by, kept_at AS now;

-- name: senders
DELETE FROM files_open.senders WHERE sha256 = %(sha256)s
RETURNING organization, name, account AS kept_by, sent_at AS now;

-- name: done
DELETE FROM files_open.kept WHERE sha256 = %(sha256)s;
