-- Documents that quasi-state entities must have (3.2.1-3.2.9), as their cases stand.
-- `documents` are those that were ever reported in a case, each with its days in force.
-- name: tables
CREATE TABLE compliance (
    log          text        NOT NULL,
    id           uuid        NOT NULL,
    organization text        NOT NULL,
    subtask      text        NOT NULL,
    period       text        NOT NULL,
    state        text        NOT NULL,
    documents    jsonb       NOT NULL,
    changed_at   timestamptz NOT NULL,
    told_at      bigint      NOT NULL,
    told_on      date        NOT NULL,
    PRIMARY KEY (log, id)
);
CREATE INDEX compliance_of ON compliance (organization, subtask, period);

-- Some of them, each looked up by its key.
-- name: load
SELECT c.*
FROM json_array_elements_text(%(ids)s::json) AS r(id)
CROSS JOIN LATERAL (SELECT * FROM compliance WHERE log = %(log)s AND id = r.id::uuid OFFSET 0) c;

-- Keeps them as they now stand.
-- name: store
INSERT INTO compliance SELECT * FROM json_populate_recordset(NULL::compliance, %(rows)s::json)
ON CONFLICT (log, id) DO UPDATE SET
    (organization, subtask, period, state, documents, changed_at, told_at, told_on)
    = (EXCLUDED.organization, EXCLUDED.subtask, EXCLUDED.period, EXCLUDED.state, EXCLUDED.documents, EXCLUDED.changed_at,
       EXCLUDED.told_at, EXCLUDED.told_on);

-- Those of some organisations for a year; of subtasks that are maintained from year to year, those of earlier years, too.
-- name: of
SELECT c.log, c.id, c.organization, c.subtask, c.period, c.state, c.documents, c.changed_at, c.told_at, c.told_on
FROM read.compliance c
WHERE c.organization = ANY(%(organizations)s)
  AND (c.period = %(year)s OR c.period < %(year)s AND c.subtask = ANY(%(maintained)s))
ORDER BY c.organization, c.subtask, c.period;
