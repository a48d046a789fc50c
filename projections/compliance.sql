-- Documents that quasi-state entities must have (3.2.1-3.2.9), as their cases stand.
-- `complete` says whether what was reported last fulfils the subtask: always, but for 3.2.9 with fewer than all documents published.
-- name: tables
CREATE TABLE compliance (
    log          text        NOT NULL,
    id           uuid        NOT NULL,
    organization text        NOT NULL,
    subtask      text        NOT NULL,
    period       text        NOT NULL,
    state        text        NOT NULL,
    complete     boolean     NOT NULL,
    published    integer     NOT NULL,
    changed_at   timestamptz NOT NULL,
    PRIMARY KEY (log, id)
);
CREATE INDEX compliance_of ON compliance (period, organization, subtask);

-- Some of them, each looked up by its key.
-- name: load
SELECT c.*
FROM json_array_elements_text(%(ids)s::json) AS r(id)
CROSS JOIN LATERAL (SELECT * FROM compliance WHERE log = %(log)s AND id = r.id::uuid OFFSET 0) c;

-- Keeps them as they now stand.
-- name: store
INSERT INTO compliance SELECT * FROM json_populate_recordset(NULL::compliance, %(rows)s::json)
ON CONFLICT (log, id) DO UPDATE SET
    (organization, subtask, period, state, complete, published, changed_at)
    = (EXCLUDED.organization, EXCLUDED.subtask, EXCLUDED.period, EXCLUDED.state, EXCLUDED.complete, EXCLUDED.published,
       EXCLUDED.changed_at);

-- Those of some organisations for a period.
-- name: of
SELECT c.log, c.id, c.organization, c.subtask, c.period, c.state, c.complete, c.published, c.changed_at
FROM read.compliance c
WHERE c.period = %(period)s AND c.organization = ANY(%(organizations)s)
ORDER BY c.organization, c.subtask;
