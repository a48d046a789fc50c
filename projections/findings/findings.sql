-- Findings, and what they are made from. Nothing of sealed cases is in any of these tables.
--
-- finding_counts: how much a rule looked at, how much of it was found, how much of that is dismissed; where organization, rule or
-- quarter is empty, all of them are counted together.
-- finding_cases: the cases that are work, for which year they are, and whether they are sealed.
-- finding_files, finding_links, finding_texts: what entries name, and what analytical reports say, by the position of the entry.
-- finding_deadlines: the time limits that rules read.
-- name: tables
CREATE TABLE findings (
    log                text    NOT NULL,
    id                 uuid    NOT NULL,
    rule               text    NOT NULL,
    severity           text    NOT NULL,
    organization       text    NOT NULL,
    case_id            uuid    NOT NULL,
    version            bigint  NOT NULL,
    subject            text    NOT NULL,
    happened_on        date    NOT NULL,
    other_organization text    NOT NULL,
    other_case         uuid,
    other_version      bigint  NOT NULL,
    evidence           jsonb   NOT NULL,
    digest             text    NOT NULL,
    dismissed          boolean NOT NULL,
    PRIMARY KEY (log, id)
);
CREATE INDEX findings_id ON findings (id);
CREATE INDEX findings_happened ON findings (happened_on, id);
CREATE INDEX findings_rule ON findings (rule, happened_on, id);
CREATE INDEX findings_severity ON findings (severity, happened_on, id);
CREATE INDEX findings_organization ON findings (organization, happened_on, id);
CREATE INDEX findings_case ON findings (case_id);
CREATE INDEX findings_dismissed ON findings (happened_on, id) WHERE dismissed;

CREATE TABLE finding_counts (
    log          text   NOT NULL,
    organization text   NOT NULL,
    rule         text   NOT NULL,
    quarter      text   NOT NULL,
    checked      bigint NOT NULL,
    found        bigint NOT NULL,
    dismissed    bigint NOT NULL,
    PRIMARY KEY (log, organization, rule, quarter)
);
CREATE INDEX finding_counts_found ON finding_counts (rule, quarter, organization) WHERE found > 0;
CREATE INDEX finding_counts_body ON finding_counts (organization, quarter, rule);

CREATE TABLE finding_dismissals (
    log      text   NOT NULL,
    id       uuid   NOT NULL,
    evidence text   NOT NULL,
    PRIMARY KEY (log, id)
);

CREATE TABLE finding_cases (
    log    text    NOT NULL,
    id     uuid    NOT NULL,
    year   integer NOT NULL,
    sealed boolean NOT NULL,
    PRIMARY KEY (log, id)
);

CREATE TABLE finding_files (
    log          text    NOT NULL,
    sha256       text    NOT NULL,
    position     bigint  NOT NULL,
    case_id      uuid    NOT NULL,
    version      bigint  NOT NULL,
    organization text    NOT NULL,
    year         integer NOT NULL,
    happened_on  date    NOT NULL,
    PRIMARY KEY (log, sha256, position)
);

CREATE TABLE finding_links (
    log          text    NOT NULL,
    key          text    NOT NULL,
    position     bigint  NOT NULL,
    address      text    NOT NULL,
    case_id      uuid    NOT NULL,
    version      bigint  NOT NULL,
    organization text    NOT NULL,
    happened_on  date    NOT NULL,
    counted      boolean NOT NULL,
    PRIMARY KEY (log, key, position)
);

CREATE TABLE finding_link_states (
    log    text    NOT NULL,
    key    text    NOT NULL,
    found  text    NOT NULL,
    status integer NOT NULL,
    PRIMARY KEY (log, key)
);

CREATE TABLE finding_deadlines (
    log          text   NOT NULL,
    case_id      uuid   NOT NULL,
    key          text   NOT NULL,
    organization text   NOT NULL,
    version      bigint NOT NULL,
    subject      text   NOT NULL,
    anchor       date   NOT NULL,
    due          date   NOT NULL,
    status       text   NOT NULL,
    done_on      date,
    PRIMARY KEY (log, case_id, key)
);

CREATE TABLE finding_texts (
    log          text     NOT NULL,
    position     bigint   NOT NULL,
    case_id      uuid     NOT NULL,
    version      bigint   NOT NULL,
    organization text     NOT NULL,
    year         integer  NOT NULL,
    happened_on  date     NOT NULL,
    shingles     bigint[] NOT NULL,
    bands        bigint[] NOT NULL,
    PRIMARY KEY (log, position)
);

CREATE TABLE finding_bands (
    log      text   NOT NULL,
    band     bigint NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (log, band, position)
);

-- Findings as they stand, each looked up by its key.
-- name: load
SELECT f.*
FROM json_array_elements_text(%(ids)s::json) AS r(id)
CROSS JOIN LATERAL (SELECT * FROM findings WHERE log = %(log)s AND id = r.id::uuid OFFSET 0) f;

-- The evidence on which findings were dismissed.
-- name: dismissals
SELECT d.id, d.evidence
FROM json_array_elements_text(%(ids)s::json) AS r(id)
CROSS JOIN LATERAL (SELECT * FROM finding_dismissals WHERE log = %(log)s AND id = r.id::uuid OFFSET 0) d;

-- name: dismiss
INSERT INTO finding_dismissals SELECT * FROM json_populate_recordset(NULL::finding_dismissals, %(rows)s::json)
ON CONFLICT (log, id) DO UPDATE SET evidence = EXCLUDED.evidence;

-- Keeps findings as they now stand; what a finding is about never changes.
-- name: store
INSERT INTO findings SELECT * FROM json_populate_recordset(NULL::findings, %(rows)s::json)
ON CONFLICT (log, id) DO UPDATE SET
    (severity, case_id, version, happened_on, other_organization, other_case, other_version, evidence, digest, dismissed)
    = (EXCLUDED.severity, EXCLUDED.case_id, EXCLUDED.version, EXCLUDED.happened_on, EXCLUDED.other_organization,
       EXCLUDED.other_case, EXCLUDED.other_version, EXCLUDED.evidence, EXCLUDED.digest, EXCLUDED.dismissed);

-- Takes findings away. Here and below the array keeps the planner from going through the whole log for each row.
-- name: remove
DELETE FROM findings WHERE log = %(log)s AND id = ANY (ARRAY(SELECT id::uuid FROM json_array_elements_text(%(ids)s::json) AS r(id)));

-- Adds to the counts.
-- name: count
INSERT INTO finding_counts SELECT * FROM json_populate_recordset(NULL::finding_counts, %(rows)s::json)
ON CONFLICT (log, organization, rule, quarter) DO UPDATE
    SET (checked, found, dismissed) = (finding_counts.checked + EXCLUDED.checked, finding_counts.found + EXCLUDED.found,
                                       finding_counts.dismissed + EXCLUDED.dismissed);

-- Counts that came to nothing leave no row, as if they had never been.
-- name: uncount
DELETE FROM finding_counts c USING json_populate_recordset(NULL::finding_counts, %(rows)s::json) r
WHERE (c.log, c.organization, c.rule, c.quarter) = (r.log, r.organization, r.rule, r.quarter)
  AND c.checked = 0 AND c.found = 0 AND c.dismissed = 0;

-- name: cases
SELECT c.id, c.year, c.sealed
FROM json_array_elements_text(%(ids)s::json) AS r(id)
CROSS JOIN LATERAL (SELECT * FROM finding_cases WHERE log = %(log)s AND id = r.id::uuid OFFSET 0) c;

-- name: store_cases
INSERT INTO finding_cases SELECT * FROM json_populate_recordset(NULL::finding_cases, %(rows)s::json)
ON CONFLICT (log, id) DO UPDATE SET (year, sealed) = (EXCLUDED.year, EXCLUDED.sealed);

-- name: load_deadlines
SELECT d.*
FROM json_to_recordset(%(rows)s::json) AS r(case_id uuid, key text)
CROSS JOIN LATERAL (SELECT * FROM finding_deadlines WHERE log = %(log)s AND case_id = r.case_id AND key = r.key OFFSET 0) d;

-- name: deadlines_of
SELECT * FROM finding_deadlines WHERE log = %(log)s AND case_id = %(case_id)s;

-- name: store_deadlines
INSERT INTO finding_deadlines SELECT * FROM json_populate_recordset(NULL::finding_deadlines, %(rows)s::json)
ON CONFLICT (log, case_id, key) DO UPDATE SET (organization, version, subject, anchor, due, status, done_on)
    = (EXCLUDED.organization, EXCLUDED.version, EXCLUDED.subject, EXCLUDED.anchor, EXCLUDED.due, EXCLUDED.status, EXCLUDED.done_on);

-- name: remove_deadlines
DELETE FROM finding_deadlines WHERE log = %(log)s AND case_id = %(case_id)s;

-- name: store_files
INSERT INTO finding_files SELECT * FROM json_populate_recordset(NULL::finding_files, %(rows)s::json) ON CONFLICT DO NOTHING;

-- name: remove_files
WITH gone AS (SELECT sha256, position FROM json_to_recordset(%(rows)s::json) AS r(sha256 text, position bigint))
DELETE FROM finding_files f USING gone
WHERE f.log = %(log)s AND f.sha256 = ANY (ARRAY(SELECT sha256 FROM gone)) AND (f.sha256, f.position) = (gone.sha256, gone.position);

-- Where some files are named.
-- name: naming
SELECT f.sha256, f.position
FROM json_array_elements_text(%(files)s::json) AS r(sha256)
CROSS JOIN LATERAL (SELECT * FROM finding_files WHERE log = %(log)s AND sha256 = r.sha256 OFFSET 0) f;

-- Namings with the first one before each by another body, or for another year.
-- name: earlier_files
SELECT f.log, f.sha256, f.case_id, f.version, f.organization, f.year, f.happened_on,
       o.case_id AS other_case, o.version AS other_version, o.organization AS other_organization, o.year AS other_year
FROM json_to_recordset(%(rows)s::json) AS r(sha256 text, position bigint)
CROSS JOIN LATERAL (
    SELECT * FROM finding_files WHERE log = %(log)s AND sha256 = r.sha256 AND position = r.position OFFSET 0) f
LEFT JOIN LATERAL (
    SELECT * FROM finding_files e
    WHERE e.log = f.log AND e.sha256 = f.sha256 AND e.position < f.position
      AND (e.organization <> f.organization OR e.year <> f.year)
    ORDER BY e.position LIMIT 1) o ON true;

-- name: store_links
INSERT INTO finding_links SELECT * FROM json_populate_recordset(NULL::finding_links, %(rows)s::json) ON CONFLICT DO NOTHING;

-- name: remove_links
WITH gone AS (SELECT key, position FROM json_to_recordset(%(rows)s::json) AS r(key text, position bigint))
DELETE FROM finding_links f USING gone
WHERE f.log = %(log)s AND f.key = ANY (ARRAY(SELECT key FROM gone)) AND (f.key, f.position) = (gone.key, gone.position)
RETURNING f.case_id, f.version, f.organization, f.address, f.happened_on, f.counted;

-- name: store_link_states
INSERT INTO finding_link_states SELECT * FROM json_populate_recordset(NULL::finding_link_states, %(rows)s::json)
ON CONFLICT (log, key) DO UPDATE SET (found, status) = (EXCLUDED.found, EXCLUDED.status);

-- Where some links are named, with what became of asking for them.
-- name: links
SELECT l.log, l.key, l.position, l.address, l.case_id, l.version, l.organization, l.happened_on, l.counted, s.found, s.status
FROM json_array_elements_text(%(keys)s::json) AS r(key)
CROSS JOIN LATERAL (SELECT * FROM finding_link_states WHERE log = %(log)s AND key = r.key OFFSET 0) s
CROSS JOIN LATERAL (SELECT * FROM finding_links WHERE log = %(log)s AND key = r.key OFFSET 0) l;

-- name: count_links
WITH named AS (SELECT key, position FROM json_to_recordset(%(rows)s::json) AS r(key text, position bigint))
UPDATE finding_links f SET counted = true FROM named
WHERE f.log = %(log)s AND f.key = ANY (ARRAY(SELECT key FROM named)) AND (f.key, f.position) = (named.key, named.position);

-- name: store_texts
INSERT INTO finding_texts SELECT * FROM json_populate_recordset(NULL::finding_texts, %(rows)s::json) ON CONFLICT DO NOTHING;

-- name: store_bands
INSERT INTO finding_bands SELECT * FROM json_populate_recordset(NULL::finding_bands, %(rows)s::json) ON CONFLICT DO NOTHING;

-- name: remove_texts
DELETE FROM finding_texts
WHERE log = %(log)s AND position = ANY (ARRAY(SELECT position::bigint FROM json_array_elements_text(%(positions)s::json) AS r(position)));

-- name: remove_bands
WITH gone AS (SELECT band, position FROM json_to_recordset(%(rows)s::json) AS r(band bigint, position bigint))
DELETE FROM finding_bands b USING gone
WHERE b.log = %(log)s AND b.band = ANY (ARRAY(SELECT band FROM gone)) AND (b.band, b.position) = (gone.band, gone.position);

-- Texts that share a band with some, and were recorded after them.
-- name: later_texts
SELECT DISTINCT b.position
FROM json_to_recordset(%(rows)s::json) AS r(band bigint, position bigint)
CROSS JOIN LATERAL (
    SELECT position FROM finding_bands
    WHERE log = %(log)s AND band = r.band AND position > r.position OFFSET 0) b;

-- name: texts
SELECT t.*
FROM json_array_elements_text(%(positions)s::json) AS r(position)
CROSS JOIN LATERAL (SELECT * FROM finding_texts WHERE log = %(log)s AND position = r.position::bigint OFFSET 0) t
ORDER BY t.position;

-- Texts with the first ones that share a band with each, and were recorded before it.
-- name: earlier_texts
SELECT DISTINCT t.position, b.position
FROM json_array_elements_text(%(positions)s::json) AS r(position)
CROSS JOIN LATERAL (SELECT position, bands FROM finding_texts WHERE log = %(log)s AND position = r.position::bigint OFFSET 0) t
CROSS JOIN LATERAL unnest(t.bands) AS u(band)
CROSS JOIN LATERAL (
    SELECT position FROM finding_bands
    WHERE log = %(log)s AND band = u.band AND position < t.position ORDER BY position LIMIT %(most)s) b
ORDER BY 1, 2;
