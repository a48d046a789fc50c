-- Links that entries name on hosts that may be asked: what became of the last asking, and when each is asked again. What was found
-- of a link stands in the log (link.checked), too, once, and whenever it changes.
--
-- misses: how often in a row it did not answer; recorded: what the log says of it, empty while it says nothing.
CREATE TABLE runs.links (
    log      text        NOT NULL,
    key      text        NOT NULL,
    address  text        NOT NULL,
    asked_at timestamptz,
    next_at  timestamptz NOT NULL,
    found    text        NOT NULL,
    status   integer     NOT NULL,
    misses   integer     NOT NULL,
    recorded text        NOT NULL,
    PRIMARY KEY (log, key)
);
CREATE INDEX links_next ON runs.links (log, next_at);

-- How far the links that entries name were gone through, over and over.
CREATE TABLE runs.links_walked (
    log   text PRIMARY KEY,
    after text NOT NULL
);
