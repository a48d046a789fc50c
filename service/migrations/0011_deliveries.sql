-- How notices leave the service: where people get mail, the systems that listen, what was sent to whom, and every attempt.

-- One row an account that has said anything about it. `address` is where mail goes: the owner has confirmed it, or an administrator
-- has set it; `asked_address` waits until the owner sends back the code that was mailed there, and at most until `asked_until`.
CREATE TABLE alerts.preferences (
    account       uuid        PRIMARY KEY REFERENCES access.accounts,
    address       text        NOT NULL DEFAULT '',
    set_by        text        NOT NULL DEFAULT '' CHECK (set_by IN ('', 'owner', 'administrator')),
    mail          boolean     NOT NULL DEFAULT true,
    asked_address text        NOT NULL DEFAULT '',
    asked_until   timestamptz,
    wrong_codes   integer     NOT NULL DEFAULT 0,
    changed_at    timestamptz NOT NULL,
    CHECK ((address = '') = (set_by = '')),
    CHECK ((asked_address = '') = (asked_until IS NULL))
);

-- One row a system that listens on behalf of its owner. Its secrets are encrypted with the seal key; `secret_number` counts them, and
-- `previous` is the one before, valid until `previous_until`. `disabled_for` says why it hears nothing: its owner wished it, it
-- answered that it is gone (410), or it failed for days, since `failing_since`. `rests_until` spares one that does not answer.
CREATE TABLE alerts.webhooks (
    id             uuid        PRIMARY KEY,
    account        uuid        NOT NULL REFERENCES access.accounts,
    title          text        NOT NULL,
    url            text        NOT NULL,
    wants          text[]      NOT NULL CHECK (cardinality(wants) > 0 AND wants <@ ARRAY['notices', 'events']),
    secret         bytea       NOT NULL,
    secret_number  integer     NOT NULL DEFAULT 1,
    previous       bytea,
    previous_until timestamptz,
    disabled_for   text        NOT NULL DEFAULT '' CHECK (disabled_for IN ('', 'owner', 'gone', 'failing')),
    failing_since  timestamptz,
    rests_until    timestamptz,
    made_at        timestamptz NOT NULL,
    changed_at     timestamptz NOT NULL,
    CHECK ((previous IS NULL) = (previous_until IS NULL))
);
CREATE INDEX webhooks_account ON alerts.webhooks (account, made_at);

-- How far a log has been read for those that want its events.
CREATE TABLE alerts.followed (
    log      text   PRIMARY KEY,
    position bigint NOT NULL
);

-- One row is one message to one person or system, however often it has to be sent; `id` is made of what it carries. `about` says
-- what that is: notices, an event of a case (by its position in a log), a test, the end of a webhook, an address to be confirmed.
-- While `open`, more notices to the account may join it; the first attempt closes it, at `first_at`. Until `leased_until` (by the
-- clock of the database) one process is sending it. `tries` counts attempts since it was last put in line, `attempts` all.
CREATE TABLE alerts.deliveries (
    id           uuid        PRIMARY KEY,
    number       bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    channel      text        NOT NULL CHECK (channel IN ('mail', 'webhook')),
    about        text        NOT NULL CHECK (about IN ('notices', 'event', 'test', 'disabled', 'address')),
    account      uuid        NOT NULL REFERENCES access.accounts,
    webhook      uuid        REFERENCES alerts.webhooks,
    log          text        NOT NULL DEFAULT '',
    position     bigint      NOT NULL DEFAULT 0,
    state        text        NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'given_up', 'withdrawn')),
    open         boolean     NOT NULL DEFAULT false,
    attempts     integer     NOT NULL DEFAULT 0,
    tries        integer     NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL,
    leased_until timestamptz,
    first_at     timestamptz,
    made_at      timestamptz NOT NULL,
    ended_at     timestamptz,
    reason       text        NOT NULL DEFAULT '',
    CHECK (channel = 'mail' OR webhook IS NOT NULL),
    CHECK ((about = 'event') = (position > 0)),
    CHECK ((state = 'waiting') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX deliveries_open ON alerts.deliveries (account) WHERE open;
CREATE INDEX deliveries_due ON alerts.deliveries (next_at, number) WHERE state = 'waiting';
CREATE INDEX deliveries_account ON alerts.deliveries (account, number DESC);
CREATE INDEX deliveries_webhook ON alerts.deliveries (webhook, number DESC) WHERE webhook IS NOT NULL;

CREATE TABLE alerts.carried (
    delivery uuid NOT NULL REFERENCES alerts.deliveries,
    notice   uuid NOT NULL REFERENCES alerts.notices,
    PRIMARY KEY (delivery, notice)
);
CREATE INDEX carried_notice ON alerts.carried (notice);

-- What came of each attempt, append-only. `code` is what the other side said (SMTP or HTTP), NULL if it said nothing; `detail` is for
-- those who look for the cause and holds no secret.
CREATE TABLE alerts.attempts (
    delivery     uuid        NOT NULL REFERENCES alerts.deliveries,
    number       integer     NOT NULL,
    at           timestamptz NOT NULL,
    result       text        NOT NULL,
    code         integer,
    detail       text        NOT NULL,
    milliseconds integer     NOT NULL,
    PRIMARY KEY (delivery, number)
);
