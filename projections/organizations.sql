-- The register of organisations as it stands. Names are long, so none of them is indexed whole. `closed_on` is the last day.
-- name: tables
CREATE TABLE organizations (
    log       text    NOT NULL,
    code      text    NOT NULL,
    type      text    NOT NULL,
    region    text    NOT NULL,
    parent    text    NOT NULL,
    name_ru   text    NOT NULL,
    name_kk   text    NOT NULL,
    name_en   text    NOT NULL,
    bin       text    NOT NULL,
    site      text    NOT NULL,
    account   boolean NOT NULL,
    since     date    NOT NULL,
    closed_on date,
    PRIMARY KEY (log, code)
);
CREATE INDEX organizations_code ON organizations (code);
CREATE INDEX organizations_parent ON organizations (parent);
CREATE INDEX organizations_region ON organizations (region, code);
-- Everybody who is in a post, and the posts in which nobody is (person and order empty, no dates of their own).
CREATE TABLE officials (
    log          text    NOT NULL,
    organization text    NOT NULL,
    post         text    NOT NULL,
    title_ru     text    NOT NULL,
    title_kk     text    NOT NULL,
    title_en     text    NOT NULL,
    kind         text    NOT NULL,
    post_class   text    NOT NULL,
    elected      boolean NOT NULL,
    person       text    NOT NULL,
    acting       boolean NOT NULL,
    order_no     text    NOT NULL,
    since        date,
    PRIMARY KEY (log, organization, post, acting)
);
CREATE INDEX officials_organization ON officials (organization, post);
CREATE INDEX officials_person ON officials (person) WHERE person <> '';

-- Enters organisations, or changes their entries.
-- name: store
INSERT INTO organizations SELECT * FROM json_populate_recordset(NULL::organizations, %(rows)s::json)
ON CONFLICT (log, code) DO UPDATE SET
    (type, region, parent, name_ru, name_kk, name_en, bin, site, account, since, closed_on)
    = (EXCLUDED.type, EXCLUDED.region, EXCLUDED.parent, EXCLUDED.name_ru, EXCLUDED.name_kk, EXCLUDED.name_en, EXCLUDED.bin,
       EXCLUDED.site, EXCLUDED.account, EXCLUDED.since, EXCLUDED.closed_on);

-- Takes the posts of organisations away, before they are entered as they now are.
-- name: clear_officials
DELETE FROM officials WHERE log = %(log)s AND organization = ANY(%(codes)s);

-- Enters posts with who is in them.
-- name: store_officials
INSERT INTO officials SELECT * FROM json_populate_recordset(NULL::officials, %(rows)s::json);

-- Organisations as the queries give them.
-- name: select
SELECT code, type, region, parent, name_ru, name_kk, name_en, bin, site, account, since, closed_on FROM read.organizations;

-- Posts and who is in them, as the queries give them.
-- name: select_officials
SELECT organization, post, title_ru, title_kk, title_en, kind, post_class, elected, person, acting, order_no, since
FROM read.officials;

-- An organisation and everything below it; a circle of parents, which nobody should enter, ends where it began.
-- name: descendants
WITH RECURSIVE tree(code) AS (
    SELECT code FROM read.organizations WHERE code = %(code)s
    UNION
    SELECT o.code FROM read.organizations o JOIN tree ON o.parent = tree.code
)
SELECT code FROM tree ORDER BY code;
