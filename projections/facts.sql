-- Facts of Appendix 2, one row a case, without a name in it: `identity` is a digest of what makes registrations one fact, made with a
-- key where the fact is sealed, `same_as` the case of the fact that somebody said it is, `own`
-- that somebody said it is a fact of its own.
-- name: tables
CREATE TABLE facts (
    log          text    NOT NULL,
    id           uuid    NOT NULL,
    workflow     text    NOT NULL,
    organization text    NOT NULL,
    row          text    NOT NULL,
    clearance    text    NOT NULL,
    found_on     date    NOT NULL,
    period       text    NOT NULL,
    category     text    NOT NULL,
    identity     text    NOT NULL,
    same_as      uuid,
    state        text    NOT NULL,
    withdrawn    boolean NOT NULL,
    closed       boolean NOT NULL,
    own          boolean NOT NULL,
    told_at      bigint  NOT NULL,
    told_on      date    NOT NULL,
    PRIMARY KEY (log, id)
);
CREATE INDEX facts_id ON facts (id);
CREATE INDEX facts_found ON facts (found_on, id);
CREATE INDEX facts_identity ON facts (identity);
CREATE INDEX facts_same_as ON facts (same_as) WHERE same_as IS NOT NULL;
CREATE INDEX facts_period ON facts (period, organization, row);
-- Rows of Appendix 2 of which something was ever said, each of a body and a quarter.
CREATE TABLE reporting_rows (
    log          text NOT NULL,
    id           uuid NOT NULL,
    organization text NOT NULL,
    row          text NOT NULL,
    period       text NOT NULL,
    clearance    text NOT NULL,
    state        text NOT NULL,
    told_at      bigint NOT NULL,
    told_on      date NOT NULL,
    PRIMARY KEY (log, id)
);
CREATE INDEX reporting_rows_period ON reporting_rows (period, organization);

-- Some facts, each looked up by its key.
-- name: load
SELECT f.*
FROM json_array_elements_text(%(ids)s::json) AS r(id)
CROSS JOIN LATERAL (SELECT * FROM facts WHERE log = %(log)s AND id = r.id::uuid OFFSET 0) f;

-- Keeps facts as they now stand.
-- name: store
INSERT INTO facts SELECT * FROM json_populate_recordset(NULL::facts, %(rows)s::json)
ON CONFLICT (log, id) DO UPDATE SET
    (organization, clearance, found_on, period, category, identity, same_as, state, withdrawn, closed, own, told_at, told_on)
    = (EXCLUDED.organization, EXCLUDED.clearance, EXCLUDED.found_on, EXCLUDED.period, EXCLUDED.category, EXCLUDED.identity,
       EXCLUDED.same_as, EXCLUDED.state, EXCLUDED.withdrawn, EXCLUDED.closed, EXCLUDED.own,
       EXCLUDED.told_at, EXCLUDED.told_on);

-- Some rows, each looked up by its key.
-- name: load_rows
SELECT f.*
FROM json_array_elements_text(%(ids)s::json) AS r(id)
CROSS JOIN LATERAL (SELECT * FROM reporting_rows WHERE log = %(log)s AND id = r.id::uuid OFFSET 0) f;

-- Keeps rows as they now stand; what a row is never changes.
-- name: store_rows
INSERT INTO reporting_rows SELECT * FROM json_populate_recordset(NULL::reporting_rows, %(rows)s::json)
ON CONFLICT (log, id) DO UPDATE SET (state, told_at, told_on) = (EXCLUDED.state, EXCLUDED.told_at, EXCLUDED.told_on);

-- Facts as the queries give them.
-- name: select
SELECT id, workflow, organization, row, clearance, found_on, period, category, same_as, state, withdrawn, closed FROM read.facts;

-- What tells which of them are one fact.
-- name: select_told
SELECT id, organization, row, clearance, found_on, category, identity, same_as, own FROM read.facts;

-- The facts that some are said to be, and those that these are said to be in turn; a circle ends where it began.
-- name: linked
WITH RECURSIVE chain AS (
    SELECT id, organization, row, clearance, found_on, category, identity, same_as, own FROM read.facts WHERE id = ANY(%(ids)s)
    UNION
    SELECT f.id, f.organization, f.row, f.clearance, f.found_on, f.category, f.identity, f.same_as, f.own
    FROM read.facts f JOIN chain c ON f.id = c.same_as
)
SELECT * FROM chain;

-- What was said in rows.
-- name: select_rows
SELECT id, organization, row, clearance, state FROM read.reporting_rows;

-- What says the same as some facts, or was linked with them.
-- name: resembling
SELECT fact, id, organization, row, clearance, linked FROM (
    SELECT f.id AS fact, o.id, o.organization, o.row, o.clearance, false AS linked
    FROM read.facts f JOIN read.facts o ON o.identity = f.identity AND o.row = f.row AND o.id <> f.id
    WHERE f.id = ANY(%(ids)s) AND NOT (f.withdrawn OR f.own OR o.withdrawn OR o.own)
    UNION ALL
    SELECT f.id, o.id, o.organization, o.row, o.clearance, true
    FROM read.facts f JOIN read.facts o ON o.same_as = f.id
    WHERE f.id = ANY(%(ids)s) AND NOT (f.withdrawn OR o.withdrawn)
    UNION ALL
    SELECT f.id, o.id, o.organization, o.row, o.clearance, true
    FROM read.facts f JOIN read.facts o ON o.id = f.same_as
    WHERE f.id = ANY(%(ids)s) AND NOT (f.withdrawn OR o.withdrawn)
) AS found;
