-- Deliveries: see migrations/0011_deliveries.sql.

-- Which of some accounts get mail, and whether they want more than what is mandatory.
-- name: mailed
SELECT p.account, p.mail FROM alerts.preferences p JOIN access.accounts a ON a.id = p.account
WHERE p.account = ANY(%(accounts)s) AND p.address <> '' AND a.disabled_at IS NULL;

-- Gives the open digest of each account, a new one where there is none. What is not urgent waits for the next working day where a
-- digest of the day has gone already.
-- name: digests
INSERT INTO alerts.deliveries (id, channel, about, account, open, next_at, made_at)
SELECT id, 'mail', 'notices', account, true,
       CASE WHEN urgent OR NOT EXISTS (
           SELECT FROM alerts.deliveries d
           WHERE d.account = w.account AND d.channel = 'mail' AND d.about = 'notices' AND d.first_at >= w.day)
       THEN soon ELSE later END, made_at
FROM json_to_recordset(%(rows)s::json)
     AS w(id uuid, account uuid, urgent boolean, soon timestamptz, later timestamptz, day timestamptz, made_at timestamptz)
ORDER BY account
ON CONFLICT (account) WHERE open DO UPDATE SET next_at = least(deliveries.next_at, EXCLUDED.next_at)
RETURNING account, id;

-- Who listens to notices: the owner's organisation, and whether the owner sees all.
-- name: listeners
SELECT w.id, w.account, a.organization, a.role = 'supervisor'
FROM alerts.webhooks w JOIN access.accounts a ON a.id = w.account
WHERE w.disabled_for = '' AND a.disabled_at IS NULL AND %(what)s = ANY(w.wants)
ORDER BY w.id;

-- The organisations with all bodies above them.
-- name: above
WITH RECURSIVE chain AS (
    SELECT code AS below, code FROM unnest(%(codes)s::text[]) AS code
    UNION
    SELECT c.below, o.parent FROM chain c JOIN read.organizations o ON o.code = c.code WHERE o.parent <> '')
SELECT below, array_agg(code) FROM chain GROUP BY below;

-- Puts messages in line that are not there yet.
-- name: queue
INSERT INTO alerts.deliveries (id, channel, about, account, webhook, log, position, next_at, made_at)
SELECT id, channel, about, account, webhook, log, position, next_at, made_at
FROM json_to_recordset(%(rows)s::json)
     AS r(id uuid, channel text, about text, account uuid, webhook uuid, log text, position bigint, next_at timestamptz, made_at timestamptz)
ON CONFLICT (id) DO NOTHING;

-- name: carry
INSERT INTO alerts.carried (delivery, notice)
SELECT delivery, notice FROM json_to_recordset(%(rows)s::json) AS r(delivery uuid, notice uuid)
ON CONFLICT DO NOTHING;

-- Takes the next messages, at most some for one receiver, for as long as the lease lasts. A message whose last sender never came back
-- has that attempt noted as lost.
-- name: claim
WITH due AS (
    SELECT d.id, d.next_at, row_number() OVER (PARTITION BY coalesce(d.webhook, d.account) ORDER BY d.next_at, d.number) AS turn
    FROM alerts.deliveries d LEFT JOIN alerts.webhooks w ON w.id = d.webhook AND d.channel = 'webhook'
    WHERE d.state = 'waiting' AND d.next_at <= %(now)s AND d.channel = ANY(%(channels)s)
      AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())
      AND coalesce(d.webhook, d.account) <> ALL(%(busy)s)
      AND (w.id IS NULL OR (w.disabled_for = '' AND coalesce(w.rests_until <= %(now)s, true)) OR d.about = 'test')
      AND (d.channel = 'webhook' OR d.about = 'address' OR %(awake)s)
    ORDER BY d.next_at, d.number LIMIT %(window)s),
taken AS (
    SELECT d.id, d.attempts, d.leased_until
    FROM alerts.deliveries d JOIN due ON due.id = d.id
    WHERE due.turn <= %(each)s AND d.state = 'waiting' AND (d.leased_until IS NULL OR d.leased_until < clock_timestamp())
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
-- the database was lost, it is noted once.
-- name: finish
WITH mine AS (
    UPDATE alerts.deliveries
    SET state = CASE WHEN state = 'waiting' OR %(state)s = 'sent' THEN %(state)s ELSE state END,
        next_at = coalesce(%(next_at)s, next_at), leased_until = NULL,
        ended_at = CASE WHEN %(state)s = 'waiting' THEN ended_at ELSE coalesce(ended_at, %(now)s) END,
        reason = CASE WHEN state = 'waiting' OR %(state)s = 'sent' THEN %(reason)s ELSE reason END
    WHERE id = %(id)s AND attempts = %(number)s
    RETURNING id)
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

-- name: withdraw
UPDATE alerts.deliveries SET state = 'withdrawn', ended_at = %(now)s, reason = %(reason)s, open = false
WHERE webhook = %(webhook)s AND channel = 'webhook' AND state = 'waiting'
  AND (leased_until IS NULL OR leased_until < clock_timestamp());
