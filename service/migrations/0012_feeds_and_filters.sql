-- The address by which a calendar program reads an account's deadlines: one an account. Of the secret in it only the SHA-256 is kept.
CREATE TABLE alerts.feeds (
    account uuid        PRIMARY KEY REFERENCES access.accounts,
    secret  bytea       NOT NULL UNIQUE CHECK (length(secret) = 32),
    made_at timestamptz NOT NULL
);

-- Lists as their owners like them: what was asked of a page, under a name. A page has one default for an owner at most.
CREATE TABLE alerts.filters (
    id         uuid        PRIMARY KEY,
    owner      uuid        NOT NULL REFERENCES access.accounts,
    page       text        NOT NULL CHECK (page IN ('tasks', 'deadlines', 'cases')),
    name       text        NOT NULL CHECK (name <> ''),
    query      text        NOT NULL,
    is_default boolean     NOT NULL DEFAULT false,
    made_at    timestamptz NOT NULL,
    UNIQUE (owner, page, name)
);
CREATE UNIQUE INDEX filters_default ON alerts.filters (owner, page) WHERE is_default;
