-- What was found of signatures over kept files. A row is never changed: who verifies again adds one.
CREATE SCHEMA signatures;

-- One row a verification. `address` is that of the file (files.kept), `signature` that of a signature that lies apart from it, ''
-- for those inside the file. `found` is what was found, closed with the key of the service: it names people.
CREATE TABLE signatures.verifications (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization text        NOT NULL,
    address      text        NOT NULL,
    signature    text        NOT NULL DEFAULT '',
    found        bytea       NOT NULL,
    verified_by  text        NOT NULL,
    verified_at  timestamptz NOT NULL,
    FOREIGN KEY (organization, address) REFERENCES files.kept
);
CREATE INDEX verifications_file ON signatures.verifications (organization, address, id);

-- The evidence that verdicts rest on (lists of revoked certificates, answers of OCSP), once each, closed.
CREATE TABLE signatures.evidence (
    address text  PRIMARY KEY CHECK (address ~ '^[0-9a-f]{64}$'),
    content bytea NOT NULL
);

CREATE FUNCTION signatures.keep_as_it_is() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was found of signatures is never changed: verify again, which adds a row';
END $$;
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON signatures.verifications
    FOR EACH ROW EXECUTE FUNCTION signatures.keep_as_it_is();
CREATE TRIGGER immutable BEFORE UPDATE OR DELETE ON signatures.evidence
    FOR EACH ROW EXECUTE FUNCTION signatures.keep_as_it_is();
