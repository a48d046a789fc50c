-- Who read of which sealed case.
-- name: tables
CREATE TABLE sealed_reads (
    log      text        NOT NULL,
    position bigint      NOT NULL,
    case_id  uuid        NOT NULL,
    actor    text        NOT NULL,
    role     text        NOT NULL,
    what     text        NOT NULL,
    read_at  timestamptz NOT NULL,
    PRIMARY KEY (log, position, case_id)
);
CREATE INDEX sealed_reads_case ON sealed_reads (case_id, read_at, log, position);

-- name: was
DROP VIEW IF EXISTS was.sealed_reads;
CREATE VIEW was.sealed_reads AS SELECT * FROM sealed_reads WHERE read_at <= was.known_at();

-- Adds reads.
-- name: store
INSERT INTO sealed_reads SELECT * FROM json_populate_recordset(NULL::sealed_reads, %(rows)s::json);

-- Reads as the queries give them.
-- name: select
SELECT log, position, case_id, actor, role, what, read_at FROM read.sealed_reads;
