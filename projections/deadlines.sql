-- Deadlines, one row a (case, key), and how many there are by what became of them; those of sealed cases are not counted.
--
-- status: open; missed (recorded as passed, act still awaited); met, met_late, early (judged); not_done (due, and the case ended
-- without the act); dropped.
-- missed_due is the date that had passed when the document that extended it was made.
-- set_by is the version of the case that set the deadline, set_at the position of that event.
-- name: tables
CREATE TABLE deadlines (
    log          text    NOT NULL,
    case_id      uuid    NOT NULL,
    key          text    NOT NULL,
    organization text    NOT NULL,
    workflow     text    NOT NULL,
    rule         text    NOT NULL,
    subtask      text    NOT NULL,
    basis        text    NOT NULL,
    strength     text    NOT NULL,
    bound        text    NOT NULL,
    subject      text    NOT NULL,
    anchor       date    NOT NULL,
    amount       integer NOT NULL,
    unit         text    NOT NULL,
    due          date    NOT NULL,
    moved_from   date,
    skipped      jsonb   NOT NULL,
    calendar     text    NOT NULL,
    act          text    NOT NULL,
    extended_from date,
    missed_due   date,
    status       text    NOT NULL,
    done_on      date,
    margin       integer,
    missed_on    date,
    set_by       bigint  NOT NULL,
    set_at       bigint  NOT NULL,
    previous     jsonb   NOT NULL,
    clearance    text    NOT NULL,
    told_at      bigint  NOT NULL,
    told_on      date    NOT NULL,
    PRIMARY KEY (log, case_id, key)
);

CREATE TABLE deadline_counts (
    log          text   NOT NULL,
    organization text   NOT NULL,
    workflow     text   NOT NULL,
    rule         text   NOT NULL,
    status       text   NOT NULL,
    deadlines    bigint NOT NULL,
    PRIMARY KEY (log, organization, workflow, rule, status)
);

-- What queries look up, and events do not. What each organisation has to do is counted from deadlines_awaited_of alone, the numbers of the
-- board and its heat map from deadlines_counted. The figures of past days are counted from deadlines_was_terms, those of a few organisations
-- from deadlines_was_counted: both hold all that is asked of a version. Of deadlines_was_terms only what had not ended by the moment is read
-- (`lasts`), and outside the year only what can be awaited.
-- name: indexes
CREATE INDEX IF NOT EXISTS deadlines_due ON deadlines (due, case_id, key);
CREATE INDEX IF NOT EXISTS deadlines_awaited ON deadlines (due, case_id, key) WHERE status IN ('open', 'missed');
CREATE INDEX IF NOT EXISTS deadlines_unrecorded ON deadlines (due, case_id, key) WHERE status = 'open' AND bound = 'not_later';
CREATE INDEX IF NOT EXISTS deadlines_organization ON deadlines (organization, due, case_id, key);
CREATE INDEX IF NOT EXISTS deadlines_missed_due ON deadlines (missed_due, case_id, key) WHERE missed_due IS NOT NULL;
CREATE INDEX IF NOT EXISTS deadlines_moved ON deadlines (set_at, case_id, key) WHERE status IN ('open', 'missed') AND previous <> '[]';
CREATE INDEX IF NOT EXISTS deadlines_case ON deadlines (case_id, due, key);
CREATE INDEX IF NOT EXISTS deadlines_awaited_of ON deadlines (organization, due) INCLUDE (bound, strength, rule, subtask, clearance) WHERE status IN ('open', 'missed');
CREATE INDEX IF NOT EXISTS deadlines_awaited_case ON deadlines (case_id, due, key) WHERE status IN ('open', 'missed');
CREATE INDEX IF NOT EXISTS deadlines_counted ON deadlines (organization, due) INCLUDE (status, bound, strength, rule, subtask, clearance);
CREATE INDEX IF NOT EXISTS deadlines_latest ON deadlines (margin, due, case_id, key) WHERE status = 'met_late';
CREATE INDEX IF NOT EXISTS deadlines_was_counted ON deadlines_was (organization, due) INCLUDE (status, bound, strength, rule, subtask, clearance, done_on, missed_on, known_from, known_until, told_on, true_until, cut_at, cut_to);
CREATE INDEX IF NOT EXISTS deadlines_was_terms ON deadlines_was (due, (status IN ('open', 'missed') OR done_on IS NOT NULL AND done_on > told_on), (greatest(cut_at, cut_to::timestamp AT TIME ZONE 'UTC'))) INCLUDE (organization, subtask, status, bound, strength, rule, clearance, done_on, missed_on, known_from, known_until, told_on, true_until, cut_at, cut_to);
CREATE INDEX IF NOT EXISTS deadlines_was_due ON deadlines_was (due, case_id, key);
CREATE INDEX IF NOT EXISTS deadlines_extended ON deadlines (due) WHERE act <> '' AND status <> 'dropped';

-- Beside the tables, what figures are counted of, nothing of sealed cases: `terms`, and of them those that are awaited, which of the past are
-- looked for among what can be (it is, or its act was told before the day on which it was done).
-- name: was
DROP VIEW IF EXISTS was.deadline_counts;
CREATE VIEW was.deadline_counts AS
SELECT log, organization, workflow, rule, {status} AS status, count(*) AS deadlines
FROM deadlines_was
WHERE {holds}
  AND clearance = ''
GROUP BY 1, 2, 3, 4, 5;
DROP VIEW IF EXISTS read.terms;
CREATE VIEW read.terms AS
SELECT organization, subtask, rule, due, bound, strength, status FROM deadlines WHERE clearance = '' AND status <> 'dropped';
DROP VIEW IF EXISTS was.terms;
CREATE VIEW was.terms AS
SELECT organization, subtask, rule, due, bound, strength, {status} AS status FROM deadlines_was
WHERE {holds}
  AND {lasts} AND clearance = '' AND {status} <> 'dropped';
DROP VIEW IF EXISTS read.awaited_terms;
CREATE VIEW read.awaited_terms AS
SELECT organization, subtask, rule, due, bound, strength, status FROM deadlines WHERE clearance = '' AND status IN ('open', 'missed');
DROP VIEW IF EXISTS was.awaited_terms;
CREATE VIEW was.awaited_terms AS
SELECT organization, subtask, rule, due, bound, strength, {status} AS status FROM deadlines_was
WHERE {holds}
  AND {lasts} AND clearance = '' AND (status IN ('open', 'missed') OR done_on IS NOT NULL AND done_on > told_on)
  AND (status IN ('open', 'missed') OR done_on > (SELECT was.true_on()));

-- Of what holds at a moment, as an index finds it: it was not cut short both before the instant and by the day.
-- name: lasts
greatest(cut_at, cut_to::timestamp AT TIME ZONE 'UTC') > (SELECT least(was.known_at(), was.true_on()::timestamp AT TIME ZONE 'UTC'));

-- Some deadlines, as they stand, each looked up by its key (OFFSET keeps the planner from turning that round).
-- name: load
SELECT d.*
FROM json_to_recordset(%(rows)s::json) AS r(case_id uuid, key text)
CROSS JOIN LATERAL (
    SELECT log, case_id, key, organization, workflow, rule, subtask, basis, strength, bound, subject, anchor, amount, unit, due,
           moved_from, skipped, calendar, act, extended_from, missed_due, status, done_on, margin, missed_on, set_by, set_at, previous, clearance, told_at, told_on
    FROM deadlines WHERE log = %(log)s AND case_id = r.case_id AND key = r.key OFFSET 0) d;

-- Keeps deadlines as they now stand.
-- name: store
INSERT INTO deadlines SELECT * FROM json_populate_recordset(NULL::deadlines, %(rows)s::json)
ON CONFLICT (log, case_id, key) DO UPDATE SET
    (organization, workflow, rule, subtask, basis, strength, bound, subject, anchor, amount, unit, due,
     moved_from, skipped, calendar, act, extended_from, missed_due, status, done_on, margin, missed_on, set_by, set_at, previous, clearance, told_at, told_on)
    = (EXCLUDED.organization, EXCLUDED.workflow, EXCLUDED.rule, EXCLUDED.subtask, EXCLUDED.basis, EXCLUDED.strength,
       EXCLUDED.bound, EXCLUDED.subject, EXCLUDED.anchor, EXCLUDED.amount, EXCLUDED.unit, EXCLUDED.due,
       EXCLUDED.moved_from, EXCLUDED.skipped, EXCLUDED.calendar, EXCLUDED.act, EXCLUDED.extended_from, EXCLUDED.missed_due, EXCLUDED.status, EXCLUDED.done_on, EXCLUDED.margin,
       EXCLUDED.missed_on, EXCLUDED.set_by, EXCLUDED.set_at, EXCLUDED.previous, EXCLUDED.clearance, EXCLUDED.told_at, EXCLUDED.told_on);

-- Adds to the counts.
-- name: count
INSERT INTO deadline_counts SELECT * FROM json_populate_recordset(NULL::deadline_counts, %(rows)s::json)
ON CONFLICT (log, organization, workflow, rule, status) DO UPDATE
    SET deadlines = deadline_counts.deadlines + EXCLUDED.deadlines;

-- A count that came to nothing leaves no row, as if it had never been.
-- name: uncount
DELETE FROM deadline_counts c USING json_populate_recordset(NULL::deadline_counts, %(rows)s::json) r
WHERE (c.log, c.organization, c.workflow, c.rule, c.status) = (r.log, r.organization, r.workflow, r.rule, r.status)
  AND c.deadlines = 0;

-- Deadlines as the queries give them.
-- name: select
SELECT log, case_id, key, organization, workflow, rule, subtask, basis, strength, bound, subject, anchor, amount, unit, due,
       moved_from, skipped, calendar, act, extended_from, missed_due, status, done_on, margin, missed_on, set_by, set_at, previous, clearance
FROM read.deadlines;

-- What is awaited and counted over one of some days, or ends on one, by the page; of some organisations or of all.
-- name: over_days
SELECT log, case_id, key, organization, workflow, rule, subtask, basis, strength, bound, subject, anchor, amount, unit, due,
       moved_from, skipped, calendar, act, extended_from, missed_due, status, done_on, margin, missed_on, set_by, set_at, previous, clearance
FROM read.deadlines d
WHERE status IN ('open', 'missed') AND bound = 'not_later' AND (%(log)s::text IS NULL OR log = %(log)s)
  AND (%(organizations)s::text[] IS NULL OR organization = ANY(%(organizations)s))
  AND EXISTS (SELECT FROM unnest(%(days)s::date[]) AS day
              WHERE day BETWEEN least(d.anchor, d.due, d.moved_from) AND greatest(d.anchor, d.due, d.moved_from))
  AND (due, case_id, key) > (%(after_due)s, %(after_case)s, %(after_key)s)
ORDER BY due, case_id, key LIMIT %(limit)s;

-- What the scheduler has to record, of sealed cases too: the last permitted day is over and the act not recorded. A page begins
-- after a row, which
-- may have gone meanwhile.
-- name: overdue_unrecorded
SELECT log, case_id, key, organization, workflow, due, clearance FROM read.deadlines
WHERE status = 'open' AND bound = 'not_later' AND due < %(today)s
  AND (due, case_id, key) > (%(after_due)s, %(after_case)s, %(after_key)s) AND (%(log)s::text IS NULL OR log = %(log)s)
ORDER BY due, case_id, key LIMIT %(limit)s;

-- Terms of each case by subtask, month of the due day and what became of them; of whatever conditions are added.
-- name: by_month
SELECT subtask, date_trunc('month', due::timestamp)::date AS month,
       CASE WHEN status = 'met' THEN 'met' WHEN status NOT IN ('open', 'missed') THEN 'late'
            WHEN bound = 'not_later' AND due < %(today)s THEN 'overdue' ELSE 'not_yet' END AS standing,
       case_id, organization, clearance, count(*)::int AS terms
FROM read.deadlines;
