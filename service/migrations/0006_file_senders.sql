-- Who sent which content for an organisation, under which name first: until a case names it, it is given back to them alone.
CREATE TABLE files.senders (
    organization text        NOT NULL,
    sha256       text        NOT NULL,
    account      text        NOT NULL,
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    sent_at      timestamptz NOT NULL,
    PRIMARY KEY (organization, sha256, account),
    FOREIGN KEY (organization, sha256) REFERENCES files.kept
);

INSERT INTO files.senders
SELECT DISTINCT ON (organization, sha256, kept_by) organization, sha256, kept_by, name, kept_at
FROM (
    SELECT organization, sha256, kept_by, name, kept_at FROM files.kept
    UNION ALL
    SELECT organization, sha256, kept_by, name, kept_at FROM files.other_names
) AS sent
ORDER BY organization, sha256, kept_by, kept_at;
