-- Which files cases name, by the address at which each lies (`Seal.address`). A case that came to be sealed stays so, whatever else names the file.
-- name: tables
CREATE TABLE named_files (
    log          text NOT NULL,
    organization text NOT NULL,
    address       text NOT NULL,
    case_id      uuid NOT NULL,
    clearance    text NOT NULL,
    PRIMARY KEY (log, organization, address, case_id, clearance)
);

-- Who may be given a file is decided as things stand, whatever day is looked at.
-- name: was
DROP VIEW IF EXISTS was.named_files;
CREATE VIEW was.named_files AS SELECT * FROM named_files;

-- Adds what is named.
-- name: store
INSERT INTO named_files SELECT * FROM json_populate_recordset(NULL::named_files, %(rows)s::json) ON CONFLICT DO NOTHING;

-- The cases of an organisation that name some files.
-- name: naming
SELECT log, organization, address, case_id, clearance FROM read.named_files
WHERE organization = %(organization)s AND address = ANY(%(addresses)s);
