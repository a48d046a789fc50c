-- Lists that people have exported, or wait for: what was asked, how far it is, what became of it. The files lie in the folder
-- `exports`, closed with the key of the service, until expires_at (`service.exports`).
CREATE SCHEMA exports;

-- `filters` is what the list was narrowed to, by the names of the API. `total` is 0 while nobody knows. A process that makes a file
-- holds it until lease_until and says so from time to time; `attempts` counts who took it, and the file of an attempt bears its number.
-- `secrets` are the kinds and bodies of the sealed cases in the file, `reach` whose reach it was made in: whoever has another
-- one meanwhile does not get it. `problem` is the slug of what it failed of, `detail` what was said of it.
CREATE TABLE exports.exports (
    id          uuid        PRIMARY KEY,
    number      bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    account     uuid        NOT NULL REFERENCES access.accounts,
    list        text        NOT NULL,
    filters     jsonb       NOT NULL,
    format      text        NOT NULL,
    language    text        NOT NULL,
    address     text        NOT NULL,
    state       text        NOT NULL CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'cancelled')),
    done        bigint      NOT NULL DEFAULT 0,
    total       bigint      NOT NULL DEFAULT 0,
    size        bigint      NOT NULL DEFAULT 0,
    attempts    integer     NOT NULL DEFAULT 0,
    lease_until timestamptz,
    reach       text        NOT NULL DEFAULT '',
    secrets     jsonb       NOT NULL DEFAULT '[]',
    problem     text        NOT NULL DEFAULT '',
    detail      text        NOT NULL DEFAULT '',
    asked_at    timestamptz NOT NULL,
    as_of       timestamptz,
    ended_at    timestamptz,
    expires_at  timestamptz,
    seen_at     timestamptz
);
CREATE INDEX exports_account ON exports.exports (account, number);
CREATE INDEX exports_line ON exports.exports (number) WHERE state IN ('waiting', 'running');
CREATE INDEX exports_news ON exports.exports (account) WHERE state IN ('ready', 'failed') AND seen_at IS NULL;
