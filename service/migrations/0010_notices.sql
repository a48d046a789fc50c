-- What people were told of deadlines: append-only, but for when the reader read it and when others need not be told any more.
--
-- Notices are no events of the cases: a reminder changes nothing on a case and must not make a form stale that somebody fills in.
-- They are no read model either: they are made once, and nothing makes them again.
CREATE SCHEMA alerts;

-- One row is one person, told one thing about one deadline. `id` is made of what makes it one (service/alerts/notice.py), so that
-- nothing is told twice, whoever tells it and however often.
CREATE TABLE alerts.notices (
    id           uuid        PRIMARY KEY,
    number       bigint      GENERATED ALWAYS AS IDENTITY UNIQUE,
    log          text        NOT NULL,
    case_id      uuid        NOT NULL,
    key          text        NOT NULL,
    due          date        NOT NULL,
    organization text        NOT NULL,
    workflow     text        NOT NULL,
    subtask      text        NOT NULL,
    rule         text        NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('reminder', 'today', 'overdue', 'escalation', 'asked')),
    days         integer     NOT NULL,
    step         integer     NOT NULL,
    account      uuid        NOT NULL REFERENCES access.accounts,
    in_place_of  uuid        REFERENCES access.accounts,
    capacity     text        NOT NULL,
    policy       integer     NOT NULL,
    asked_by     text        NOT NULL,
    reason       text        NOT NULL,
    clearance    text        NOT NULL,
    mandatory    boolean     NOT NULL,
    told_on      date        NOT NULL,
    made_at      timestamptz NOT NULL,
    read_at      timestamptz,
    CHECK ((kind = 'asked') = (reason <> '')),
    CHECK ((kind = 'escalation') = (step > 0))
);
CREATE INDEX notices_account ON alerts.notices (account, number DESC);
CREATE INDEX notices_unread ON alerts.notices (account) WHERE read_at IS NULL;
CREATE INDEX notices_case ON alerts.notices (case_id, number);
CREATE INDEX notices_organization ON alerts.notices (organization, told_on);
