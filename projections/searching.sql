-- Rows that fit; from where, the conditions, and how many at most follow.
-- name: fitting
SELECT log, kind, id, version, organization, day, workflow, subtask, period, about, state, closed, clearance, topic, number, names, words
FROM

-- How many of some rows fit; from which and the conditions follow.
-- name: density
SELECT count(*) FROM

-- The bodies of a region.
-- name: bodies
SELECT code FROM read.organizations WHERE region = %(region)s;

-- Those of them in the order of their fitness, a millionth being one.
-- name: ranked
SELECT log, kind, id, version, organization, day, workflow, subtask, period, about, state, closed, clearance, topic, number, names, rank, fitting
FROM (WITH fitting AS MATERIALIZED (/* fitting */)
      SELECT f.*, (1000000 * ts_rank(f.words, %(query)s::tsquery))::integer AS rank, (SELECT count(*) FROM fitting) AS fitting
      FROM fitting f) AS f

-- The stems of words: none of one that is too common to be looked for.
-- name: stems
SELECT w.word, coalesce(ts_lexize(CASE WHEN w.word ~ '^[a-z]+$' THEN 'english_stem' ELSE 'russian_stem' END::regdictionary, w.word),
                        ARRAY[w.word]) AS stems
FROM unnest(%(words)s::text[]) AS w(word);

-- The words of texts.
-- name: lexemes
SELECT (t.number - 1)::integer AS text, w.cut, w.lexeme, w.positions::integer[] AS positions
FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS t(text, number)
CROSS JOIN LATERAL (
    SELECT true AS cut, * FROM unnest(to_tsvector('russian', t.text)) UNION ALL
    SELECT false, * FROM unnest(to_tsvector('simple', t.text))) AS w;

-- Texts with what fits marked.
-- name: headlines
SELECT ts_headline(%(config)s::regconfig, t.text, %(query)s::tsquery, E'HighlightAll=true, StartSel=\x01, StopSel=\x02')
FROM unnest(%(texts)s::text[]) WITH ORDINALITY AS t(text, number) ORDER BY t.number;
