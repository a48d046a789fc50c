-- Deliveries: see migrations/0011_deliveries.sql.

-- Which of some accounts get mail, and whether they want more than what is mandatory.
-- name: mailed
SELECT p.account, p.mail FROM alerts.preferences p JOIN access.accounts a ON a.id = p.account
WHERE p.account = ANY(%(accounts)s) AND p.address <> '' AND a.disabled_at IS NULL;

-- Gives the open digest of each account, a new one where there is none. What is not urgent waits for the next working day where a
-- digest of the day has gone already: one that said something of this day, not only what had waited since an earlier one.
-- name: digests
INSERT INTO alerts.deliveries (id, channel, about, account, open, next_at, made_at)
SELECT id, 'mail', 'notices', account, true,
       CASE WHEN urgent OR NOT EXISTS (
           SELECT FROM alerts.deliveries d
           WHERE d.account = w.account AND d.channel = 'mail' AND d.about = 'notices' AND d.first_at >= w.day AND d.state <> 'withdrawn'
             AND EXISTS (SELECT FROM alerts.carried c JOIN alerts.notices n ON n.id = c.notice
                         WHERE c.delivery = d.id AND n.made_at >= w.day))
       THEN soon ELSE later END, made_at
FROM json_to_recordset(%(rows)s::json)
     AS w(id uuid, account uuid, urgent boolean, soon timestamptz, later timestamptz, day timestamptz, made_at timestamptz)
ORDER BY account
ON CONFLICT (account) WHERE open DO UPDATE SET next_at = least(deliveries.next_at, EXCLUDED.next_at)
RETURNING account, id;

-- Whether a digest waits since an earlier day.
-- name: overnight
SELECT EXISTS (SELECT FROM alerts.deliveries WHERE open AND next_at <= %(now)s AND made_at < %(day)s);

-- Who listens: the owner's organisation, whether the owner sees all, and whether it misses what is said, being disabled though its
-- owner did not wish it.
-- name: listeners
SELECT w.id, w.account, a.organization, a.role = 'supervisor', w.disabled_for <> ''
FROM alerts.webhooks w JOIN access.accounts a ON a.id = w.account
WHERE w.disabled_for <> 'owner' AND a.disabled_at IS NULL AND %(what)s = ANY(w.wants)
ORDER BY w.id;

-- The organisations with all bodies above them.
-- name: above
WITH RECURSIVE chain AS (
    SELECT code AS below, code FROM unnest(%(codes)s::text[]) AS code
    UNION
    SELECT c.below, o.parent FROM chain c JOIN read.organizations o ON o.code = c.code WHERE o.parent <> '')
SELECT below, array_agg(code) FROM chain GROUP BY below;

-- Puts messages in line that are not there yet. What somebody misses is noted only, so that it can be put in line later.
-- name: queue
INSERT INTO alerts.deliveries (id, channel, about, account, webhook, log, position, next_at, made_at, state, ended_at, reason)
SELECT id, channel, about, account, webhook, log, position, next_at, made_at,
       CASE WHEN missed THEN 'withdrawn' ELSE 'waiting' END, CASE WHEN missed THEN made_at END,
       CASE WHEN missed THEN 'the webhook was disabled' ELSE '' END
FROM json_to_recordset(%(rows)s::json)
     AS r(id uuid, channel text, about text, account uuid, webhook uuid, log text, position bigint, next_at timestamptz, made_at timestamptz,
          missed boolean)
ON CONFLICT (id) DO NOTHING;

-- name: carry
INSERT INTO alerts.carried (delivery, notice)
SELECT delivery, notice FROM json_to_recordset(%(rows)s::json) AS r(delivery uuid, notice uuid)
ON CONFLICT DO NOTHING;

-- Takes the next messages, at most some for one receiver, for as long as the lease lasts. A message whose last sender never came back
-- has that attempt noted as lost. A digest that was not begun goes at the time of digests. The array keeps the planner, who may not know
-- how many webhooks there are, from reading all that waits.
-- name: claim
WITH hearing AS (
    SELECT id, disabled_for = '' AND coalesce(rests_until <= %(now)s, true) AS hears
    FROM alerts.webhooks WHERE 'webhook' = ANY(%(channels)s) AND id <> ALL(%(busy)s)),
mails AS (
    SELECT d.id, d.next_at, d.number, coalesce(d.webhook, d.account) AS target
    FROM alerts.deliveries d
    WHERE d.state = 'waiting' AND d.channel = 'mail' AND 'mail' = ANY(%(channels)s) AND d.next_at <= %(now)s
      AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())
      AND coalesce(d.webhook, d.account) <> ALL(%(busy)s)
      AND (d.about = 'address' OR %(awake)s) AND (d.about <> 'notices' OR d.attempts > 0 OR %(digests)s)
    ORDER BY d.next_at, d.number LIMIT %(window)s),
due AS (
    SELECT id, next_at, row_number() OVER (PARTITION BY target ORDER BY next_at, number) AS turn FROM mails
    UNION ALL
    SELECT d.id, d.next_at, d.turn
    FROM hearing w CROSS JOIN LATERAL (
        SELECT f.id, f.next_at, row_number() OVER (ORDER BY f.next_at, f.number) AS turn
        FROM (SELECT m.id, m.next_at, m.number FROM alerts.deliveries m
              WHERE m.webhook = w.id AND m.state = 'waiting' AND m.channel = 'webhook' AND m.next_at <= %(now)s AND w.hears
                AND (m.leased_until IS NULL OR m.leased_until < clock_timestamp())
              ORDER BY m.next_at, m.number LIMIT %(each)s) AS f) AS d
    UNION ALL
    SELECT d.id, d.next_at, 1
    FROM hearing w JOIN alerts.deliveries d ON d.webhook = w.id
    WHERE NOT w.hears AND d.state = 'waiting' AND d.about = 'test' AND d.next_at <= %(now)s
      AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())),
taken AS (
    SELECT d.id, d.attempts, d.leased_until
    FROM alerts.deliveries d JOIN due ON due.id = d.id
    WHERE d.id = ANY (ARRAY(SELECT id FROM due WHERE turn <= %(each)s)) AND d.state = 'waiting' AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())
    ORDER BY due.turn, due.next_at, due.id LIMIT %(limit)s
    FOR UPDATE OF d SKIP LOCKED),
lost AS (
    INSERT INTO alerts.attempts (delivery, number, at, result, detail, milliseconds)
    SELECT id, attempts, %(now)s, 'lost', '', 0 FROM taken WHERE leased_until IS NOT NULL)
UPDATE alerts.deliveries d
SET attempts = d.attempts + 1, tries = d.tries + 1, open = false, first_at = coalesce(d.first_at, %(now)s),
    leased_until = clock_timestamp() + %(lease)s
FROM taken WHERE d.id = taken.id
RETURNING d.id, d.channel, d.about, d.account, d.webhook, d.log, d.position, d.attempts, d.tries, d.made_at, d.first_at;

-- Notes what an attempt came to, unless the lease ran out and another process took the message over; noted again, after an answer of
-- the database was lost, it is noted once. With a message that was sent it is noted which notices it did not hold.
-- name: finish
WITH mine AS (
    UPDATE alerts.deliveries
    SET state = CASE WHEN state = 'waiting' OR %(state)s = 'sent' THEN %(state)s ELSE state END,
        next_at = coalesce(%(next_at)s, next_at), leased_until = NULL,
        ended_at = CASE WHEN %(state)s = 'waiting' THEN ended_at ELSE coalesce(ended_at, %(now)s) END,
        reason = CASE WHEN state = 'waiting' OR %(state)s = 'sent' THEN %(reason)s ELSE reason END
    WHERE id = %(id)s AND attempts = %(number)s
    RETURNING id),
left_out AS (
    UPDATE alerts.carried c SET left_out = r.why
    FROM mine, json_to_recordset(%(left_out)s::json) AS r(notice uuid, why text)
    WHERE %(state)s = 'sent' AND c.delivery = mine.id AND c.notice = r.notice)
INSERT INTO alerts.attempts (delivery, number, at, result, code, detail, milliseconds)
SELECT id, %(number)s, %(now)s, %(result)s, %(code)s, %(detail)s, %(milliseconds)s FROM mine
ON CONFLICT DO NOTHING;

-- What an account, or a webhook, was sent; the newest first.
-- name: listed
SELECT id, number, channel, about, account, webhook, log, position, state, attempts, next_at, made_at, ended_at, reason
FROM alerts.deliveries
WHERE (%(account)s::uuid IS NULL OR account = %(account)s) AND (%(webhook)s::uuid IS NULL OR webhook = %(webhook)s)
  AND channel = %(channel)s AND number < coalesce(%(before)s, 9223372036854775807)
ORDER BY number DESC LIMIT %(limit)s;

-- name: attempts
SELECT delivery, number, at, result, code, detail, milliseconds FROM alerts.attempts
WHERE delivery = ANY(%(ids)s) ORDER BY delivery, number;

-- Puts a webhook's messages in line again, under the ids they had: some of them, or those made within a time.
-- name: again
UPDATE alerts.deliveries SET state = 'waiting', tries = 0, next_at = %(now)s, ended_at = NULL, reason = ''
WHERE webhook = %(webhook)s AND channel = 'webhook' AND state <> 'waiting'
  AND (%(ids)s::uuid[] IS NULL OR id = ANY(%(ids)s))
  AND (%(since)s::timestamptz IS NULL OR made_at >= %(since)s) AND (%(until)s::timestamptz IS NULL OR made_at < %(until)s);

-- Puts mails in line at once that were given up, made from an instant on, and those whose last attempt failed by our own fault.
-- name: mail_again
UPDATE alerts.deliveries d SET state = 'waiting', tries = 0, next_at = %(now)s, ended_at = NULL, reason = ''
WHERE d.channel = 'mail' AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())
  AND (d.state = 'given_up' AND d.made_at >= %(since)s
       OR d.state = 'waiting' AND d.attempts > 0 AND (
           SELECT a.result FROM alerts.attempts a WHERE a.delivery = d.id ORDER BY a.number DESC LIMIT 1) = ANY(%(ours)s));

-- How many mails wait because the server does not take them from us, and what it says; how many were given up in the last week.
-- name: mail_state
SELECT count(*) FILTER (WHERE last.result = ANY(%(ours)s)), coalesce(max(last.code) FILTER (WHERE last.result = ANY(%(ours)s)), 0), count(*),
       (SELECT count(*) FROM alerts.deliveries g
        WHERE g.state = 'given_up' AND g.channel = 'mail' AND g.ended_at > %(now)s - interval '7 days')
FROM alerts.deliveries d
LEFT JOIN LATERAL (SELECT a.result, a.code FROM alerts.attempts a
                   WHERE d.attempts > 0 AND a.delivery = d.id ORDER BY a.number DESC LIMIT 1) AS last ON true
WHERE d.state = 'waiting' AND d.channel = 'mail';

-- name: withdraw
UPDATE alerts.deliveries SET state = 'withdrawn', ended_at = %(now)s, reason = %(reason)s, open = false
WHERE webhook = %(webhook)s AND channel = 'webhook' AND state = 'waiting'
  AND (leased_until IS NULL OR leased_until < clock_timestamp());
