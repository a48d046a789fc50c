-- Cases as they stand; about is the form of a report, clearance is what a reader must be cleared for.
-- responsible is the account that is responsible for the case at its body.
-- number_from and responsible_from (the versions of the events that these come from, 0: none yet), fixed (the terms and
-- objects by the events that fixed them) and remarked (the remarks by the event they are on) serve to follow corrections.
-- name: tables
CREATE TABLE cases (
    log            text        NOT NULL,
    id             uuid        NOT NULL,
    workflow       text        NOT NULL,
    organization   text        NOT NULL,
    state          text        NOT NULL,
    version        bigint      NOT NULL,
    position       bigint      NOT NULL,
    number         text        NOT NULL,
    objects        text[]      NOT NULL,
    starts_on      date,
    ends_on        date,
    opened_on      date        NOT NULL,
    opened_at      timestamptz NOT NULL,
    changed_at     timestamptz NOT NULL,
    closed         boolean     NOT NULL,
    remarks        integer     NOT NULL,
    subtask        text        NOT NULL,
    period         text        NOT NULL,
    about          text        NOT NULL,
    clearance      text        NOT NULL,
    responsible    uuid,
    told_at        bigint      NOT NULL,
    told_on        date        NOT NULL,
    number_from    bigint      NOT NULL,
    responsible_from bigint    NOT NULL,
    fixed          jsonb       NOT NULL,
    remarked       jsonb       NOT NULL,
    PRIMARY KEY (log, id)
);
-- How many cases of each organisation and workflow are in which state.
CREATE TABLE case_counts (
    log          text   NOT NULL,
    organization text   NOT NULL,
    workflow     text   NOT NULL,
    state        text   NOT NULL,
    cases        bigint NOT NULL,
    PRIMARY KEY (log, organization, workflow, state)
);

-- What queries look up, and events do not.
-- name: indexes
CREATE INDEX IF NOT EXISTS cases_id ON cases (id);
CREATE INDEX IF NOT EXISTS cases_changed ON cases (changed_at, id);
CREATE INDEX IF NOT EXISTS cases_opened ON cases (opened_on, id);
CREATE INDEX IF NOT EXISTS cases_organization ON cases (organization, changed_at, id);
CREATE INDEX IF NOT EXISTS cases_responsible ON cases (responsible, changed_at, id);
CREATE INDEX IF NOT EXISTS cases_subtask ON cases (subtask, period, changed_at, id);
CREATE INDEX IF NOT EXISTS cases_workflow ON cases (workflow, changed_at, id);
CREATE INDEX IF NOT EXISTS cases_state ON cases (state, changed_at, id);
CREATE INDEX IF NOT EXISTS cases_open ON cases (organization, id) WHERE NOT closed;
CREATE INDEX IF NOT EXISTS cases_documents ON cases (period) WHERE starts_with(subtask, '3.2.');
CREATE INDEX IF NOT EXISTS cases_was_documents ON cases_was (period, subtask) INCLUDE (organization, state, clearance, known_from, known_until, told_on, true_until, cut_at, cut_to) WHERE starts_with(subtask, '3.2.');

-- name: was
DROP VIEW IF EXISTS was.case_counts;
CREATE VIEW was.case_counts AS
SELECT log, organization, workflow, state, count(*) AS cases FROM cases_was
WHERE {holds}
  AND clearance = ''
GROUP BY log, organization, workflow, state;

-- Adds to the counts.
-- name: count
INSERT INTO case_counts SELECT * FROM json_populate_recordset(NULL::case_counts, %(rows)s::json)
ON CONFLICT (log, organization, workflow, state) DO UPDATE SET cases = case_counts.cases + EXCLUDED.cases;

-- A count that came to nothing leaves no row, as if it had never been.
-- name: uncount
DELETE FROM case_counts c USING json_populate_recordset(NULL::case_counts, %(rows)s::json) r
WHERE (c.log, c.organization, c.workflow, c.state) = (r.log, r.organization, r.workflow, r.state) AND c.cases = 0;

-- Some cases, as they stand, each looked up by its key (OFFSET keeps the planner from turning that round).
-- name: load
SELECT c.*
FROM json_array_elements_text(%(ids)s::json) AS r(id)
CROSS JOIN LATERAL (
    SELECT log, id, workflow, organization, state, version, position, number, objects, starts_on, ends_on, opened_on, opened_at,
           changed_at, closed, remarks, subtask, period, about, clearance, responsible, told_at, told_on, number_from, responsible_from, fixed, remarked
    FROM cases WHERE log = %(log)s AND id = r.id::uuid OFFSET 0) c;

-- Keeps cases as they now stand.
-- name: store
INSERT INTO cases SELECT * FROM json_populate_recordset(NULL::cases, %(rows)s::json)
ON CONFLICT (log, id) DO UPDATE SET
    (workflow, organization, state, version, position, number, objects, starts_on, ends_on, opened_on, opened_at, changed_at,
     closed, remarks, subtask, period, about, clearance, responsible, told_at, told_on, number_from, responsible_from, fixed, remarked)
    = (EXCLUDED.workflow, EXCLUDED.organization, EXCLUDED.state, EXCLUDED.version, EXCLUDED.position, EXCLUDED.number,
       EXCLUDED.objects, EXCLUDED.starts_on, EXCLUDED.ends_on, EXCLUDED.opened_on, EXCLUDED.opened_at, EXCLUDED.changed_at,
       EXCLUDED.closed, EXCLUDED.remarks, EXCLUDED.subtask, EXCLUDED.period, EXCLUDED.about, EXCLUDED.clearance,
       EXCLUDED.responsible, EXCLUDED.told_at, EXCLUDED.told_on, EXCLUDED.number_from, EXCLUDED.responsible_from, EXCLUDED.fixed, EXCLUDED.remarked);

-- Cases as the queries give them; breaches are counted for the rows of the page only.
-- name: select
SELECT log, id, workflow, organization, state, version, position, number, objects, starts_on, ends_on, opened_on, opened_at,
       changed_at, closed, remarks, subtask, period, about, clearance, responsible,
       (SELECT count(*) FROM read.deadlines d
        WHERE d.case_id = c.id AND d.log = c.log AND d.strength = 'hard'
          AND d.status IN ('met_late', 'early', 'missed', 'not_done')) AS breaches
FROM read.cases c;

-- How many cases of a year there are of each subtask for each type of organisation, and how many of them are closed; no sealed
-- ones among them, and none that were cancelled: nobody owes them, and nothing of them was done.
-- name: planned
SELECT o.type, c.subtask, count(*) AS cases, count(*) FILTER (WHERE c.closed) AS closed
FROM read.cases c JOIN read.organizations o ON o.code = c.organization AND o.log = c.log
WHERE c.clearance = '' AND c.subtask <> '' AND c.period >= %(year)s AND c.period < %(next_year)s
  AND c.state <> 'cancelled'
  AND (%(scope)s::text[] IS NULL OR c.organization = ANY(%(scope)s))
GROUP BY o.type, c.subtask;

-- Which organisations have cases of a workflow for periods of a year, and since when; what is sealed counts, and nothing is
-- told of it.
-- name: bodies
SELECT organization, min(opened_on) FROM read.cases
WHERE log = %(log)s AND workflow = %(workflow)s AND period >= %(year)s AND period < %(next_year)s
GROUP BY organization;

-- Who is responsible for some cases, those for which somebody was named.
-- name: responsible
SELECT id, responsible FROM read.cases WHERE id = ANY(%(ids)s) AND responsible IS NOT NULL;

-- Who is responsible for how many open cases of a body.
-- name: responsible_of
SELECT responsible, count(*) AS cases FROM read.cases
WHERE organization = %(organization)s AND NOT closed AND responsible IS NOT NULL
GROUP BY responsible ORDER BY responsible;
