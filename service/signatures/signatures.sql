-- What was found of signatures over kept files: see migrations/0027_signatures.sql.

-- When a file of an organisation came first.
-- name: came
SELECT kept_at FROM files.kept WHERE organization = %(organization)s AND address = %(address)s;

-- How many signatures lie apart from a file, and whether one of them is this.
-- name: apart
SELECT count(DISTINCT signature) FILTER (WHERE signature <> ''), coalesce(bool_or(signature = %(signature)s), false)
FROM signatures.verifications WHERE organization = %(organization)s AND address = %(address)s;

-- name: add
INSERT INTO signatures.verifications (organization, address, signature, found, verified_by, verified_at)
VALUES (%(organization)s, %(address)s, %(signature)s, %(found)s, %(verified_by)s, %(now)s)
RETURNING id;

-- name: keep
INSERT INTO signatures.evidence (address, content) VALUES (%(address)s, %(content)s) ON CONFLICT (address) DO NOTHING;

-- name: evidence
SELECT content FROM signatures.evidence WHERE address = %(address)s;

-- The newest verification of each signature of some files that was made until an instant, in the order in which the signatures came.
-- name: newest
SELECT id, address, signature, found, verified_by, verified_at, times FROM (
    SELECT v.*, row_number() OVER newest AS place, count(*) OVER same AS times, min(id) OVER same AS came
    FROM signatures.verifications v
    WHERE organization = %(organization)s AND address = ANY(%(addresses)s) AND verified_at <= %(until)s
    WINDOW same AS (PARTITION BY address, signature), newest AS (PARTITION BY address, signature ORDER BY id DESC)
) v WHERE place = 1 ORDER BY address, came;

-- All verifications of a file, the newest first.
-- name: all
SELECT id, address, signature, found, verified_by, verified_at, 1 AS times FROM signatures.verifications
WHERE organization = %(organization)s AND address = %(address)s ORDER BY id DESC LIMIT %(most)s;
