-- Changes of the calendar that were brought to all deadlines: revision 1 is its approval, 2 its revocation. Bringing one again does
-- no harm; this only saves looking.
CREATE TABLE runs.recalculated (
    change   uuid        NOT NULL,
    revision integer     NOT NULL CHECK (revision IN (1, 2)),
    at       timestamptz NOT NULL,
    PRIMARY KEY (change, revision)
);
