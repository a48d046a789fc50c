-- Deadlines to which a change of the calendar could not be brought, since something is wrong with their case: tried again each hour.
CREATE TABLE runs.not_put_off (
    change    uuid        NOT NULL,
    case_id   uuid        NOT NULL,
    key       text        NOT NULL,
    clearance text        NOT NULL,
    tried_at  timestamptz NOT NULL,
    PRIMARY KEY (change, case_id, key)
);
