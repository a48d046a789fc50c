-- Files are kept under addresses that cannot be guessed, and their names closed (`service.files.files`). What was kept before
-- waits in a schema of its own until the service, which has the key, closes it (`service.files.closing_old`).

ALTER SCHEMA files RENAME TO files_open;
CREATE SCHEMA files;

-- One row an organisation and content: what one organisation keeps says nothing to another. `address` is made of the content's
-- SHA-256 and the organisation with the key, in hexadecimal digits; `name` is the one under which it came first, closed.
CREATE TABLE files.kept (
    organization text        NOT NULL CHECK (organization <> ''),
    address      text        NOT NULL CHECK (address ~ '^[0-9a-f]{64}$'),
    name         bytea       NOT NULL,
    media_type   text        NOT NULL,
    size         bigint      NOT NULL CHECK (size > 0),
    kept_by      text        NOT NULL,
    kept_at      timestamptz NOT NULL,
    PRIMARY KEY (organization, address)
);

-- One row another name under which the organisation sent the same content.
CREATE TABLE files.other_names (
    organization text        NOT NULL,
    address      text        NOT NULL,
    name         bytea       NOT NULL,
    kept_by      text        NOT NULL,
    kept_at      timestamptz NOT NULL,
    PRIMARY KEY (organization, address, name),
    FOREIGN KEY (organization, address) REFERENCES files.kept
);

-- Who sent which content for an organisation, under which name first: until a case names it, it is given back to them alone.
CREATE TABLE files.senders (
    organization text        NOT NULL,
    address      text        NOT NULL,
    account      text        NOT NULL,
    name         bytea       NOT NULL,
    sent_at      timestamptz NOT NULL,
    PRIMARY KEY (organization, address, account),
    FOREIGN KEY (organization, address) REFERENCES files.kept
);
