-- The versions of a table's rows. A row holds for what was recorded from known_from to before known_until, and on the days from
-- told_on to before true_until, or, from the instant cut_at on, to before cut_to.
-- name: table
CREATE TABLE {table}_was (
    LIKE {table},
    {told}
    known_from  timestamptz NOT NULL,
    known_until timestamptz NOT NULL,
    true_until  date        NOT NULL,
    cut_at      timestamptz NOT NULL,
    cut_to      date        NOT NULL
);
CREATE UNIQUE INDEX {table}_was_key ON {table}_was ({key}, told_at, told_on);

-- The condition under which a version holds at an instant and on a day. It is written into views and statements, for a function
-- that is asked for either by a sub-select would not be inlined.
-- name: holds
known_from <= {known_at} AND {known_at} < known_until
  AND told_on <= {true_on} AND {true_on} < CASE WHEN {known_at} < cut_at THEN true_until ELSE cut_to END;

-- name: view
DROP VIEW IF EXISTS was.{table};
CREATE VIEW was.{table} AS SELECT {columns} FROM {table}_was
WHERE {holds};

-- Adds versions.
-- name: add
INSERT INTO {table}_was SELECT * FROM json_populate_recordset(NULL::{table}_was, %(rows)s::json);

-- Ends versions, each found by its key: what was known later is another, or on later days.
-- name: end
UPDATE {table}_was w SET known_until = least(w.known_until, r.known_until), cut_at = least(w.cut_at, r.cut_at), cut_to = least(w.cut_to, r.cut_to)
FROM json_populate_recordset(NULL::{table}_was, %(rows)s::json) r
WHERE ({w_key}, w.told_at, w.told_on) = ({r_key}, r.told_at, r.told_on);

-- Ends what still was known of rows from some day on.
-- name: end_known
UPDATE {table}_was w SET known_until = r.known_until
FROM json_populate_recordset(NULL::{table}_was, %(rows)s::json) r
WHERE ({w_key}, w.told_on) = ({r_key}, r.told_on) AND w.known_until = '9999-12-31T00:00:00Z';

-- Ends whatever still was known of some rows.
-- name: end_all
UPDATE {table}_was w SET known_until = r.known_until
FROM json_populate_recordset(NULL::{table}_was, %(rows)s::json) r
WHERE ({w_key}) = ({r_key}) AND w.known_until = '9999-12-31T00:00:00Z';
