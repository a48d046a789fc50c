-- Every event that needs no clearance, once: who, what, where, when by both clocks.
-- name: tables
CREATE TABLE audit (
    log          text        NOT NULL,
    position     bigint      NOT NULL,
    case_id      uuid        NOT NULL,
    version      bigint      NOT NULL,
    topic        text        NOT NULL,
    workflow     text        NOT NULL,
    organization text        NOT NULL,
    actor        text        NOT NULL,
    on_behalf_of text        NOT NULL,
    role         text        NOT NULL,
    occurred_on  date        NOT NULL,
    recorded_at  timestamptz NOT NULL,
    source       text        NOT NULL,
    state        text        NOT NULL,
    remarks      text[]      NOT NULL,
    data         jsonb       NOT NULL,
    deadlines    jsonb       NOT NULL,
    PRIMARY KEY (log, position)
);

-- What queries look up, and events do not.
-- name: indexes
CREATE INDEX IF NOT EXISTS audit_case ON audit (case_id, version);
CREATE INDEX IF NOT EXISTS audit_time ON audit (recorded_at, log, position);
CREATE INDEX IF NOT EXISTS audit_organization ON audit (organization, recorded_at, log, position);
CREATE INDEX IF NOT EXISTS audit_heard ON audit (organization, recorded_at) INCLUDE (occurred_on) WHERE role <> 'system';
CREATE INDEX IF NOT EXISTS audit_actor ON audit (actor, recorded_at, log, position);

-- name: was
DROP VIEW IF EXISTS was.audit;
CREATE VIEW was.audit AS SELECT * FROM audit WHERE recorded_at <= (SELECT was.known_at()) AND occurred_on <= (SELECT was.true_on());

-- Adds events.
-- name: store
INSERT INTO audit SELECT * FROM json_populate_recordset(NULL::audit, %(rows)s::json);

-- Events as the queries give them.
-- name: select
SELECT log, position, case_id, version, topic, workflow, organization, actor, on_behalf_of, role, occurred_on, recorded_at,
       source, state, remarks, data, deadlines
FROM read.audit;
