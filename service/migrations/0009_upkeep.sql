-- How far the service is with what it does of itself: work that a release does once on what earlier ones have stored, where SQL
-- alone cannot (what stands here is done), and followers of the log (the position up to which each has seen it).
CREATE SCHEMA upkeep;

CREATE TABLE upkeep.done (
    name    text        PRIMARY KEY,
    done_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE upkeep.followed (
    name     text   NOT NULL,
    log      text   NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (name, log)
);
