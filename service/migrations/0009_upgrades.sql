-- Work that a release does once on what earlier ones have stored, where SQL alone cannot: what stands here is done.
CREATE SCHEMA upgrades;

CREATE TABLE upgrades.done (
    name    text        PRIMARY KEY,
    done_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
