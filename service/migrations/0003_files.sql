-- Files kept as evidence: which organisation has which, under which names. The content lies outside of the database.

CREATE SCHEMA files;

-- One row an organisation and content: what one organisation keeps says nothing to another. `sha256` is that of the content,
-- in hexadecimal digits; `name` is the one under which it came first.
CREATE TABLE files.kept (
    organization text        NOT NULL CHECK (organization <> ''),
    sha256       text        NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    media_type   text        NOT NULL,
    size         bigint      NOT NULL CHECK (size > 0),
    kept_by      text        NOT NULL,
    kept_at      timestamptz NOT NULL,
    PRIMARY KEY (organization, sha256)
);

-- One row another name under which the organisation sent the same content.
CREATE TABLE files.other_names (
    organization text        NOT NULL,
    sha256       text        NOT NULL,
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kept_by      text        NOT NULL,
    kept_at      timestamptz NOT NULL,
    PRIMARY KEY (organization, sha256, name),
    FOREIGN KEY (organization, sha256) REFERENCES files.kept
);
