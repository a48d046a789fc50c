-- What is searched, and by which words. The words of a text are cut to their stems by `russian` (words in Latin letters as
-- English), or left whole by `simple`; weight A: names, titles and numbers of cases; B: objects, numbers of documents, BIN, codes;
-- C: the names of the body, taken from its own row; D: marks that nobody can write ("subtask=3.2.1").
-- name: tables
CREATE TABLE search (
    log          text     NOT NULL,
    kind         text     NOT NULL,
    id           text     NOT NULL,
    version      bigint   NOT NULL,
    organization text     NOT NULL,
    day          date     NOT NULL,
    workflow     text     NOT NULL,
    subtask      text     NOT NULL,
    period       text     NOT NULL,
    about        text     NOT NULL,
    state        text     NOT NULL,
    closed       boolean  NOT NULL,
    clearance    text     NOT NULL,
    topic        text     NOT NULL,
    number       text     NOT NULL,
    names        text[]   NOT NULL,
    words        tsvector NOT NULL,
    PRIMARY KEY (kind, id, version, log)
) WITH (fillfactor = 80);
CREATE INDEX search_organization ON search (organization, kind);

-- What queries look up, and events do not.
-- name: indexes
CREATE INDEX IF NOT EXISTS search_cases ON search USING gin (words) WHERE kind = 'case';
CREATE INDEX IF NOT EXISTS search_organizations ON search USING gin (words) WHERE kind = 'organization';
CREATE INDEX IF NOT EXISTS search_people ON search USING gin (words) WHERE kind = 'person';
CREATE INDEX IF NOT EXISTS search_documents ON search USING gin (words) WHERE kind = 'document';
CREATE INDEX IF NOT EXISTS search_day ON search (kind, day, id);

-- Enters what is found, or changes it. A document is of the subtask of its case, which is entered before (OFFSET: as in cases.sql).
-- name: store
INSERT INTO search
SELECT r.log, r.kind, r.id, r.version, r.organization, r.day, r.workflow, coalesce(c.subtask, r.subtask), r.period, r.about, r.state, r.closed, r.clearance,
       r.topic, r.number, r.names,
       setweight(to_tsvector('russian', r.main_cut) || to_tsvector('simple', r.main_whole), 'A')
       || setweight(to_tsvector('russian', r.more_cut) || to_tsvector('simple', r.more_whole), 'B')
       || r.marks::tsvector
       || coalesce(setweight(ts_filter(o.words, '{a}'), 'C'), '')
FROM json_to_recordset(%(rows)s::json) AS r(
    log text, kind text, id text, version bigint, organization text, day date, workflow text, subtask text, period text, about text, state text,
    closed boolean, clearance text, topic text, number text, names text[], main_cut text, main_whole text, more_cut text,
    more_whole text, marks text)
LEFT JOIN LATERAL (
    SELECT words FROM search WHERE kind = 'organization' AND id = r.organization AND version = 0 AND log = r.log OFFSET 0) o
    ON r.kind IN ('case', 'document')
LEFT JOIN LATERAL (
    SELECT subtask FROM search WHERE kind = 'case' AND id = r.id AND version = 0 AND log = r.log OFFSET 0) c
    ON r.kind = 'document'
ON CONFLICT (log, kind, id, version) DO UPDATE SET
    (organization, day, workflow, subtask, period, about, state, closed, clearance, topic, number, names, words)
    = (EXCLUDED.organization, EXCLUDED.day, EXCLUDED.workflow, EXCLUDED.subtask, EXCLUDED.period, EXCLUDED.about, EXCLUDED.state,
       EXCLUDED.closed, EXCLUDED.clearance, EXCLUDED.topic, EXCLUDED.number, EXCLUDED.names, EXCLUDED.words);

-- Gives what bodies do their names as they are now.
-- name: rename
UPDATE search s SET words = ts_filter(s.words, '{a,b,d}') || setweight(ts_filter(o.words, '{a}'), 'C')
FROM search o
WHERE o.log = %(log)s AND o.kind = 'organization' AND o.id = ANY(%(codes)s) AND o.version = 0
  AND s.log = o.log AND s.organization = o.id AND s.kind IN ('case', 'document');

-- Takes the documents of cases away, before they are entered as they now are.
-- name: clear_documents
DELETE FROM search WHERE log = %(log)s AND kind = 'document' AND id = ANY(%(ids)s);

-- Notes in which states cases now are. The whole key comes with the rows: with its constants written here, the planner goes through all
-- cases for each row.
-- name: follow
UPDATE search s SET state = r.state, closed = coalesce(r.closed, s.closed)
FROM json_to_recordset(%(rows)s::json) AS r(log text, kind text, id text, version bigint, state text, closed boolean)
WHERE (s.kind, s.id, s.version, s.log) = (r.kind, r.id, r.version, r.log);

-- Whose some cases are.
-- name: bodies
SELECT id, organization FROM search WHERE log = %(log)s AND kind = %(kind)s AND id = ANY(%(ids)s);
