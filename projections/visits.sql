-- From which day until which a case was in a state and belonged to an organisation: versions of the case that follow each other in one
-- state are one visit. Nothing of what was recorded while a case was sealed.
--
-- A visit is known from known_from to before known_until. It began on `since` and lasts to before true_until, or, from the instant cut_at
-- on, to before cut_to (as versions in cases_was do). again: at some moment another visit of the case to the same state is known, too.
-- Those of a case of which days were told anew may be in pieces, each a visit that is `again`. `place` tells the visits of a case apart.
-- name: tables
CREATE TABLE case_visits (
    id           uuid        NOT NULL,
    place        integer     NOT NULL,
    known_from   timestamptz NOT NULL,
    known_until  timestamptz NOT NULL,
    cut_at       timestamptz NOT NULL,
    since        date        NOT NULL,
    true_until   date        NOT NULL,
    cut_to       date        NOT NULL,
    again        boolean     NOT NULL,
    state        text        NOT NULL,
    workflow     text        NOT NULL,
    organization text        NOT NULL,
    log          text        NOT NULL,
    PRIMARY KEY (log, id, place)
);

-- Visits that must be put together are read from case_visits_again alone.
-- name: indexes
CREATE INDEX IF NOT EXISTS case_visits_organization ON case_visits (organization);
CREATE INDEX IF NOT EXISTS case_visits_again ON case_visits (id, state) INCLUDE (known_from, known_until, cut_at, since, true_until, cut_to, workflow, organization) WHERE again;

-- Visits as they are known now, and as of a moment.
-- name: was
DROP VIEW IF EXISTS read.case_stays;
CREATE VIEW read.case_stays AS
SELECT log, id, workflow, organization, state, since, least(true_until, cut_to) AS until, again FROM case_visits
WHERE known_until = TIMESTAMPTZ '9999-12-31T00:00:00Z';
DROP VIEW IF EXISTS was.case_stays;
CREATE VIEW was.case_stays AS
SELECT log, id, workflow, organization, state, since,
       CASE WHEN (SELECT was.known_at()) < cut_at THEN true_until ELSE cut_to END AS until, again
FROM case_visits
WHERE known_from <= (SELECT was.known_at()) AND (SELECT was.known_at()) < known_until AND since <= (SELECT was.true_on());

-- Makes the visits of some cases what their versions say. A case is `plain` if each of its versions but the last was followed by the next
-- one (`projections.versions`), on a later day or on the same, which leaves nothing of it: its versions in one state make one visit.
-- Versions of others are taken as they are. What is no visit any more is looked for by a hash (NOT IN), however few rows old statistics
-- promise: an anti join went through all for each.
-- name: keep
WITH versions AS (
    SELECT v.*, lead(v.known_from) OVER w AS next_at, lead(v.told_on) OVER w AS next_on,
           (lag(v.state) OVER w, lag(v.organization) OVER w, lag(v.clearance) OVER w)
               IS DISTINCT FROM (v.state, v.organization, v.clearance) AS begins
    FROM json_array_elements_text(%(ids)s::json) AS r(id)
    CROSS JOIN LATERAL (
        SELECT log, id, workflow, organization, state, clearance, told_at, told_on, known_from, known_until, true_until, cut_at, cut_to
        FROM cases_was WHERE log = %(log)s AND id = r.id::uuid OFFSET 0) AS v
    WINDOW w AS (PARTITION BY v.id ORDER BY v.told_at, v.told_on)
), numbered AS (
    SELECT *, count(*) FILTER (WHERE begins) OVER (PARTITION BY id ORDER BY told_at, told_on) AS run,
           bool_and(true_until = DATE '9999-12-31' AND CASE
               WHEN next_at IS NULL THEN least(known_until, cut_at) = TIMESTAMPTZ '9999-12-31T00:00:00Z'
               WHEN next_on = told_on THEN known_until = next_at AND cut_at = TIMESTAMPTZ '9999-12-31T00:00:00Z'
               ELSE known_until = TIMESTAMPTZ '9999-12-31T00:00:00Z' AND cut_at = next_at AND cut_to = next_on
           END) OVER (PARTITION BY id) AS plain
    FROM versions
), runs AS (
    SELECT id, workflow, organization, state, clearance, min(known_from) AS known_from, min(told_on) AS since,
           (array_agg(next_at ORDER BY told_at DESC))[1] AS next_at, (array_agg(next_on ORDER BY told_at DESC))[1] AS next_on
    FROM numbered WHERE plain GROUP BY id, workflow, organization, state, clearance, run
), visits AS (
    SELECT id, workflow, organization, state, known_from, since, DATE '9999-12-31' AS true_until,
           CASE WHEN next_on = since THEN next_at ELSE TIMESTAMPTZ '9999-12-31T00:00:00Z' END AS known_until,
           CASE WHEN next_on > since THEN next_at ELSE TIMESTAMPTZ '9999-12-31T00:00:00Z' END AS cut_at,
           CASE WHEN next_on > since THEN next_on ELSE DATE '9999-12-31' END AS cut_to
    FROM runs WHERE clearance = ''
    UNION ALL
    SELECT id, workflow, organization, state, known_from, told_on, true_until, known_until, cut_at, cut_to
    FROM numbered WHERE NOT plain AND clearance = ''
), told AS (
    SELECT *, row_number() OVER (PARTITION BY id ORDER BY known_from, since) AS place,
           coalesce(max(known_until) OVER (s ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) > known_from
                    OR lead(known_from) OVER s < known_until, false) AS again
    FROM visits WHERE known_from < known_until WINDOW s AS (PARTITION BY id, workflow, state ORDER BY known_from, since)
), ended AS (
    DELETE FROM case_visits c USING json_array_elements_text(%(ids)s::json) AS r(id)
    WHERE c.log = %(log)s AND c.id = r.id::uuid
      AND (c.id, c.place) NOT IN (SELECT id, place FROM told)
)
INSERT INTO case_visits AS c
SELECT id, place, known_from, known_until, cut_at, since, true_until, cut_to, again, state, workflow, organization, %(log)s FROM told
ON CONFLICT (log, id, place) DO UPDATE SET
    (known_from, known_until, cut_at, since, true_until, cut_to, again, state, workflow, organization)
    = (EXCLUDED.known_from, EXCLUDED.known_until, EXCLUDED.cut_at, EXCLUDED.since, EXCLUDED.true_until, EXCLUDED.cut_to, EXCLUDED.again,
       EXCLUDED.state, EXCLUDED.workflow, EXCLUDED.organization)
    WHERE c IS DISTINCT FROM EXCLUDED;
