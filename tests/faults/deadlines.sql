-- Deadlines under fire.

-- Which replica is at a chore, how many deadlines are recorded as missed, and how many notices there are.
-- name: at_work
SELECT (SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 7104
          AND l.objid::bigint = (hashtext(%(chore)s)::bigint & 4294967295)
        LIMIT 1) AS replica,
       (SELECT count(*) FROM log.events WHERE topic = %(missed)s) AS missed,
       (SELECT count(*) FROM alerts.notices) AS notices;

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

-- What passed, is awaited still, and was not told to one of those whose deadline it is; what the calendar put off after it was told is not
-- told again by its new date.
-- name: not_told
SELECT format('case %%s: %%s, due %%s, was not told to %%s', d.case_id, d.key, d.due, a.account)
FROM read.deadlines d CROSS JOIN unnest(%(accounts)s::uuid[]) AS a(account)
WHERE d.log = 'main' AND d.status IN ('open', 'missed') AND d.bound = 'not_later' AND d.strength = 'hard' AND d.due < %(today)s
  AND NOT EXISTS (SELECT FROM alerts.notices n WHERE n.case_id = d.case_id AND n.key = d.key
                  AND n.account = a.account AND n.kind = 'overdue');

-- Notices of those who get mail that no mail carries, or more than one.
-- name: not_in_one_mail
SELECT format('notice %%s of case %%s is carried by %%s mails', n.id, n.case_id, count(d.id))
FROM alerts.notices n
LEFT JOIN alerts.carried c ON c.notice = n.id
LEFT JOIN alerts.deliveries d ON d.id = c.delivery AND d.channel = 'mail'
WHERE n.account = ANY(%(accounts)s::uuid[])
GROUP BY n.id, n.case_id HAVING count(d.id) <> 1;
