-- What must be true of a log, whatever happened to those who wrote it. Each statement gives one text a violation.

-- Positions count 1, 2, 3 …
-- name: positions
SELECT format('position %%s comes after %%s', position, before)
FROM (SELECT position, coalesce(lag(position) OVER (PARTITION BY log ORDER BY position), 0) AS before FROM log.events) e
WHERE position <> before + 1 ORDER BY position;

-- Versions of a case count 1, 2, 3 …
-- name: versions
SELECT format('case %%s: version %%s comes after %%s', originator_id, originator_version, before)
FROM (SELECT originator_id, originator_version,
             coalesce(lag(originator_version) OVER (PARTITION BY log, originator_id ORDER BY originator_version), 0) AS before
      FROM log.events) e
WHERE originator_version <> before + 1 ORDER BY 1;

-- Within a case, versions and positions go the same way.
-- name: order
SELECT format('case %%s: version %%s lies before its predecessor', originator_id, originator_version)
FROM (SELECT originator_id, originator_version, position,
             lag(position) OVER (PARTITION BY log, originator_id ORDER BY originator_version) AS before FROM log.events) e
WHERE position <= before ORDER BY 1;

-- Recorded instants never go back.
-- name: clock
SELECT format('position %%s was recorded at %%s, before its predecessor', position, recorded_at)
FROM (SELECT position, recorded_at, lag(recorded_at) OVER (PARTITION BY log ORDER BY position) AS before FROM log.events) e
WHERE recorded_at < before ORDER BY position;

-- One command, one set of events: as many as it says, side by side, and no event without a command.
-- name: commands
WITH stored AS (SELECT log, command_id, count(*) AS events, min(position) AS first, max(position) AS last
                FROM log.events GROUP BY log, command_id)
SELECT format('command %%s: %%s events at %%s to %%s, but %%s at %%s are noted', command_id, s.events, s.first, s.last, c.events, c.first_position)
FROM log.commands c FULL JOIN stored s USING (log, command_id)
WHERE (s.events, s.first, s.last) IS DISTINCT FROM (c.events::bigint, c.first_position, c.first_position + c.events - 1)
UNION ALL
SELECT format('command %%s is noted %%s times', command_id, count(*)) FROM log.commands GROUP BY log, command_id HAVING count(*) > 1
ORDER BY 1;

-- Nothing that a client asked for once was done twice under two commands: every client numbers its orders.
-- name: orders
SELECT format('%%s opened %%s cases', number, count(*))
FROM (SELECT convert_from(state, 'UTF8')::jsonb ->> 'order_no' AS number FROM log.events WHERE topic = %(ordered)s) e
GROUP BY number HAVING count(*) > 1 ORDER BY 1;

-- What the clients were told.
-- name: told
CREATE TEMPORARY TABLE acknowledged (
    command_id uuid, case_id uuid, version bigint, position bigint, recorded_at timestamptz, topic text
) ON COMMIT DROP;

-- name: refused
CREATE TEMPORARY TABLE refused (command_id uuid) ON COMMIT DROP;

-- What was acknowledged lies where the client was told.
-- name: lost
SELECT format('position %%s: version %%s of case %%s was acknowledged to command %%s, found is %%s',
              a.position, a.version, a.case_id, a.command_id, coalesce(e.command_id::text, 'nothing'))
FROM acknowledged a LEFT JOIN log.events e ON e.log = 'main' AND e.position = a.position
WHERE (a.command_id, a.case_id, a.version, a.recorded_at, a.topic)
      IS DISTINCT FROM (e.command_id, e.originator_id, e.originator_version, e.recorded_at, e.topic)
ORDER BY a.position;

-- What was refused is not stored.
-- name: refused_but_stored
SELECT format('position %%s: command %%s was refused, but is stored', first_position, command_id)
FROM log.commands JOIN refused USING (command_id) ORDER BY first_position;

-- Nothing is stored that nobody was told of: every client asked until it was answered.
-- name: untold
SELECT format('position %%s: %%s of command %%s was never acknowledged', position, topic, command_id)
FROM log.events e
WHERE topic <> ALL (%(own)s) AND NOT EXISTS (SELECT FROM acknowledged a WHERE a.command_id = e.command_id)
ORDER BY position;
