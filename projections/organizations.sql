-- The register of organisations. Names are long, so none of them is indexed whole.
-- name: tables
CREATE TABLE organizations (
    log      text   NOT NULL,
    code     text   NOT NULL,
    type     text   NOT NULL,
    region   text   NOT NULL,
    parent   text   NOT NULL,
    name_ru  text   NOT NULL,
    name_kk  text   NOT NULL,
    name_en  text   NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (log, code)
);
CREATE INDEX organizations_code ON organizations (code);
CREATE INDEX organizations_parent ON organizations (parent);
CREATE INDEX organizations_region ON organizations (region, code);

-- Enters organisations, or changes their entries.
-- name: store
INSERT INTO organizations SELECT * FROM json_populate_recordset(NULL::organizations, %(rows)s::json)
ON CONFLICT (log, code) DO UPDATE SET (type, region, parent, name_ru, name_kk, name_en, position)
    = (EXCLUDED.type, EXCLUDED.region, EXCLUDED.parent, EXCLUDED.name_ru, EXCLUDED.name_kk, EXCLUDED.name_en, EXCLUDED.position);

-- Organisations as the queries give them.
-- name: select
SELECT code, type, region, parent, name_ru, name_kk, name_en FROM read.organizations;

-- An organisation and everything below it; a circle of parents, which nobody should enter, ends where it began.
-- name: descendants
WITH RECURSIVE tree(code) AS (
    SELECT code FROM read.organizations WHERE code = %(code)s
    UNION
    SELECT o.code FROM read.organizations o JOIN tree ON o.parent = tree.code
)
SELECT code FROM tree ORDER BY code;
