-- Reports of corruption offences (2.1.1), one row a case, for figures alone.
-- name: tables
CREATE TABLE corruption_reports (
    log          text    NOT NULL,
    case_id      uuid    NOT NULL,
    position     bigint  NOT NULL,
    identity     text    NOT NULL,
    organization text    NOT NULL,
    year         integer NOT NULL,
    category     text    NOT NULL,
    same_as      uuid,
    withdrawn    boolean NOT NULL,
    own          boolean NOT NULL,
    PRIMARY KEY (log, case_id)
);
CREATE INDEX corruption_reports_year ON corruption_reports (year, log, position);

-- Keeps reports as they now are.
-- name: store
INSERT INTO corruption_reports SELECT * FROM json_populate_recordset(NULL::corruption_reports, %(rows)s::json)
ON CONFLICT (log, case_id) DO UPDATE SET
    (identity, organization, year, category, same_as, withdrawn, own)
    = (EXCLUDED.identity, EXCLUDED.organization, EXCLUDED.year, EXCLUDED.category, EXCLUDED.same_as, EXCLUDED.withdrawn, EXCLUDED.own);

-- The reports of a year.
-- name: reports
SELECT r.case_id, r.identity, coalesce(o.region, '') AS region, r.category, r.same_as, r.organization, r.own
FROM read.corruption_reports r
LEFT JOIN read.organizations o ON o.code = r.organization AND o.log = r.log
WHERE r.year = %(year)s AND NOT r.withdrawn
ORDER BY r.log, r.position;
