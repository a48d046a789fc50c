-- Awaited deadlines by what decides who is told of them.
-- name: awaited
SELECT organization, subtask, strength, extract(year FROM due)::integer AS year, count(*) AS deadlines, min(due) AS due
FROM read.deadlines
