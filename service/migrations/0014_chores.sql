-- Recurring work, one row a chore: when it was last done and by whom, and how it went. Whether it is due follows from that, by
-- the database's clock, for all replicas alike.
--
-- since is when the chore was first known; began_at belongs to the last success; error is the kind of the last failure.
CREATE TABLE runs.chores (
    name         text             PRIMARY KEY,
    since        timestamptz      NOT NULL,
    began_at     timestamptz,
    succeeded_at timestamptz,
    failed_at    timestamptz,
    seconds      double precision NOT NULL,
    count        bigint           NOT NULL,
    total        bigint           NOT NULL,
    successes    bigint           NOT NULL,
    failures     bigint           NOT NULL,
    error        text             NOT NULL,
    replica      text             NOT NULL
);
