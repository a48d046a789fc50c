-- Whether the demonstration stands here whole.

-- One row once all of it was loaded: without it, accounts and events of the demonstration are what an interrupted load left.
CREATE TABLE access.demonstration (
    loaded_at timestamptz NOT NULL
);

-- Demonstrations loaded before there was this table count as whole.
INSERT INTO access.demonstration (loaded_at) SELECT max(created_at) FROM access.accounts WHERE demo HAVING count(*) > 0;
