-- How far telling people of deadlines has come, and who stands in for whom.

-- The step of the alert policy that was told last of a deadline and due date: `at` is its day, counted in working days from the due
-- date. A row is written in the transaction that stores the notices, so that no step is told twice, and none before a later one.
-- A deadline that moved has another due date, and begins anew.
CREATE TABLE alerts.told (
    log     text        NOT NULL,
    case_id uuid        NOT NULL,
    key     text        NOT NULL,
    due     date        NOT NULL,
    track   text        NOT NULL CHECK (track IN ('reminding', 'escalation')),
    at      integer     NOT NULL,
    policy  integer     NOT NULL,
    told_at timestamptz NOT NULL,
    PRIMARY KEY (log, case_id, key, due, track)
);

-- One row is somebody's absence, both days included, and who is told in their place. A revoked one holds no more.
CREATE TABLE alerts.absences (
    id          uuid        PRIMARY KEY,
    account     uuid        NOT NULL REFERENCES access.accounts,
    substitute  uuid        NOT NULL REFERENCES access.accounts,
    first_day   date        NOT NULL,
    last_day    date        NOT NULL,
    recorded_by text        NOT NULL,
    recorded_at timestamptz NOT NULL,
    revoked_by  text,
    revoked_at  timestamptz,
    CHECK (account <> substitute),
    CHECK (first_day <= last_day),
    CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
);
CREATE INDEX absences_account ON alerts.absences (account, first_day);
CREATE INDEX absences_last ON alerts.absences (last_day) WHERE revoked_at IS NULL;

-- Whoever tells looks up the people of a body, and the supervisors.
CREATE INDEX accounts_organization ON access.accounts (organization) WHERE disabled_at IS NULL;
