-- Who may use the service: accounts, the sessions of browsers, the tokens of other systems.
--
-- Secrets are random and long, so their SHA-256 is stored and nothing else; passwords are stored as argon2 hashes.

CREATE SCHEMA access;

-- One row a person or system. `password` is NULL for accounts that only use tokens. A `demo` account is let in only by a
-- service that was started for demonstration.
CREATE TABLE access.accounts (
    id           uuid        NOT NULL PRIMARY KEY,
    login        text        NOT NULL CHECK (login = lower(login) AND length(login) BETWEEN 1 AND 80),
    name         text        NOT NULL,
    password     text,
    role         text        NOT NULL CHECK (role IN ('officer', 'signatory', 'supervisor')),
    organization text        NOT NULL DEFAULT '',
    post         text        CHECK ((role = 'signatory') = (post IS NOT NULL)),
    language     text        NOT NULL DEFAULT 'ru',
    demo         boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL,
    disabled_at  timestamptz,
    CHECK (role = 'supervisor' OR organization <> '')
);
CREATE UNIQUE INDEX accounts_login ON access.accounts (login);

-- One row a browser that logged in.
CREATE TABLE access.sessions (
    secret     bytea       NOT NULL PRIMARY KEY,
    account    uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_expiry ON access.sessions (expires_at);

-- One row a bearer token; `expires_at` NULL means that it is valid until it is revoked.
CREATE TABLE access.tokens (
    id         uuid        NOT NULL PRIMARY KEY,
    secret     bytea       NOT NULL UNIQUE,
    account    uuid        NOT NULL REFERENCES access.accounts ON DELETE CASCADE,
    title      text        NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);
CREATE INDEX tokens_account ON access.tokens (account);
