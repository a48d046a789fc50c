-- Work of minutes that a caller started and may watch: which, for whom, how far. What it does is in the log; this only tells
-- of it, and a run whose process died is seen by its age (`changed_at`).
CREATE SCHEMA runs;

CREATE TABLE runs.runs (
    id         uuid        PRIMARY KEY,
    kind       text        NOT NULL,
    year       integer     NOT NULL,
    account    text        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('running', 'done', 'failed', 'stopped')),
    done       integer     NOT NULL,
    total      integer     NOT NULL,
    counts     jsonb       NOT NULL,
    problem    text        NOT NULL,
    started_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
