-- Deadlines under fire.

-- Which replica is at the sweep, and how many deadlines are recorded as missed.
-- name: sweeping
SELECT (SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 7104 AND l.objid::bigint = (hashtext('deadlines')::bigint & 4294967295)
        LIMIT 1) AS replica,
       (SELECT count(*) FROM log.events WHERE topic = %(missed)s) AS missed;

-- How many are recorded as missed.
-- name: missed
SELECT count(*) FROM log.events WHERE topic = %(missed)s;

-- When deadlines were last swept, and the time there.
-- name: swept
SELECT coalesce((SELECT succeeded_at FROM runs.chores WHERE name = 'deadlines'), '-infinity') AS at, clock_timestamp() AS now;

-- Notices that are there twice, by what makes them one.
-- name: told_twice
SELECT format('case %%s: %%s of %%s, step %%s, %%s days, was told %%s times to one account', case_id, kind, key, step, days, count(*))
FROM alerts.notices WHERE kind <> 'asked'
GROUP BY log, case_id, key, due, kind, step, days, account, told_on HAVING count(*) > 1;
