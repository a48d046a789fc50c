-- Papers of many organisations, kept at once.

-- name: keep_many
INSERT INTO files.kept (organization, address, name, media_type, size, kept_by, kept_at)
SELECT organization, address, name, 'application/pdf', size, account, instant
FROM unnest(%(organizations)s::text[], %(addresses)s::text[], %(names)s::bytea[], %(sizes)s::bigint[], %(accounts)s::text[], %(instants)s::timestamptz[])
    AS kept (organization, address, name, size, account, instant)
ON CONFLICT (organization, address) DO NOTHING;
