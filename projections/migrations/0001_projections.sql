-- How far the read models are, and which of their generations is shown.
--
-- A generation is one set of a projection's tables in a PostgreSQL schema of its own (`cases_g3`). One is live: the views
-- in schema `read` show it. Another may be building beside it, from the first event on.

CREATE SCHEMA projections;
CREATE SCHEMA read;

-- One row a generation. `version` is that of the code (Projection.version) whose tables and fold it has.
CREATE TABLE projections.generations (
    projection text        NOT NULL,
    generation integer     NOT NULL CHECK (generation > 0),
    version    integer     NOT NULL CHECK (version > 0),
    status     text        NOT NULL CHECK (status IN ('building', 'live', 'retired')),
    made_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    live_since timestamptz,
    PRIMARY KEY (projection, generation)
);
CREATE UNIQUE INDEX generations_live ON projections.generations (projection) WHERE status = 'live';

-- One row a (generation, log): everything up to `position` is in the tables, or parked. It moves in the transaction that
-- writes the tables. `events` counts what was applied, `parked` the rows of projections.parked.
CREATE TABLE projections.positions (
    projection text        NOT NULL,
    generation integer     NOT NULL,
    log        text        NOT NULL,
    position   bigint      NOT NULL DEFAULT 0,
    events     bigint      NOT NULL DEFAULT 0,
    parked     bigint      NOT NULL DEFAULT 0,
    moved_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (projection, generation, log),
    FOREIGN KEY (projection, generation) REFERENCES projections.generations ON DELETE CASCADE
) WITH (fillfactor = 50);

-- Events that could not be applied, and the later ones of the same case, which wait behind them with an empty `error`.
CREATE TABLE projections.parked (
    projection    text        NOT NULL,
    generation    integer     NOT NULL,
    log           text        NOT NULL,
    position      bigint      NOT NULL,
    originator_id uuid        NOT NULL,
    error         text        NOT NULL,
    parked_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (projection, generation, log, position),
    FOREIGN KEY (projection, generation) REFERENCES projections.generations ON DELETE CASCADE
);
CREATE INDEX parked_cases ON projections.parked (projection, generation, log, originator_id);
