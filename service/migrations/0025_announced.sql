-- Dates that people were told have moved: one row a deadline and due date, written with the notices, so that none is told twice.
CREATE TABLE alerts.announced (
    log     text        NOT NULL,
    case_id uuid        NOT NULL,
    key     text        NOT NULL,
    due     date        NOT NULL,
    told_at timestamptz NOT NULL,
    PRIMARY KEY (log, case_id, key, due)
);
ALTER TABLE alerts.notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE alerts.notices ADD CONSTRAINT notices_kind_check
    CHECK (kind IN ('reminder', 'today', 'overdue', 'escalation', 'asked', 'moved'));
-- Idempotency keys of requests that leave nothing in the log (reminders, hand-overs), each with what it was used for.
CREATE TABLE alerts.used_keys (
    command_id uuid        PRIMARY KEY,
    digest     bytea       NOT NULL,
    used_at    timestamptz NOT NULL
);
