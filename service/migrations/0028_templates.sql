-- Templates of documents that bodies use instead of the service's own (decision 0028). Rows are added and never changed.
CREATE SCHEMA documents;

-- A version that somebody sent, numbered from 1 for each kind of document and language of a body; `needed` are the fields whose absence
-- leaves a blank in it.
CREATE TABLE documents.templates (
    organization text        NOT NULL,
    kind         text        NOT NULL,
    language     text        NOT NULL CHECK (language IN ('ru', 'kk')),
    number       integer     NOT NULL CHECK (number > 0),
    name         text        NOT NULL,
    sha256       text        NOT NULL,
    content      bytea       NOT NULL,
    needed       text[]      NOT NULL,
    sent_by      uuid        NOT NULL REFERENCES access.accounts,
    sent_at      timestamptz NOT NULL,
    PRIMARY KEY (organization, kind, language, number),
    UNIQUE (organization, kind, language, sha256)
);
ALTER TABLE documents.templates ALTER COLUMN content SET STORAGE EXTERNAL;

-- Who put which version in force, and since when it is; without a number, the service's own.
CREATE TABLE documents.uses (
    organization text        NOT NULL,
    kind         text        NOT NULL,
    language     text        NOT NULL,
    since        timestamptz NOT NULL,
    number       integer,
    decided_by   uuid        NOT NULL REFERENCES access.accounts,
    PRIMARY KEY (organization, kind, language, since),
    FOREIGN KEY (organization, kind, language, number) REFERENCES documents.templates
);

CREATE FUNCTION documents.never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'templates and their uses are added, never changed';
END $$;
CREATE TRIGGER templates_stay BEFORE UPDATE OR DELETE ON documents.templates
    FOR EACH STATEMENT EXECUTE FUNCTION documents.never_changed();
CREATE TRIGGER uses_stay BEFORE UPDATE OR DELETE ON documents.uses
    FOR EACH STATEMENT EXECUTE FUNCTION documents.never_changed();
