-- Where people get mail and whether they want it: see migrations/0011_deliveries.sql.

-- name: select
SELECT account, address, set_by, mail, asked_address, asked_until, wrong_codes FROM alerts.preferences WHERE account = %(account)s;

-- name: set_mail
INSERT INTO alerts.preferences (account, mail, changed_at) VALUES (%(account)s, %(mail)s, %(now)s)
ON CONFLICT (account) DO UPDATE SET (mail, changed_at) = (EXCLUDED.mail, EXCLUDED.changed_at);

-- name: set_address
INSERT INTO alerts.preferences (account, address, set_by, changed_at) VALUES (%(account)s, %(address)s, %(set_by)s, %(now)s)
ON CONFLICT (account) DO UPDATE SET
    (address, set_by, asked_address, asked_until, wrong_codes, changed_at)
    = (EXCLUDED.address, EXCLUDED.set_by, '', NULL, 0, EXCLUDED.changed_at);

-- Nothing happens for an account that has asked too often within an hour.
-- name: ask
INSERT INTO alerts.preferences AS p (account, asked_address, asked_until, changed_at, asked_times, asked_first_at)
VALUES (%(account)s, %(address)s, %(until)s, %(now)s, 1, %(now)s)
ON CONFLICT (account) DO UPDATE SET
    (asked_address, asked_until, wrong_codes, changed_at) = (EXCLUDED.asked_address, EXCLUDED.asked_until, 0, EXCLUDED.changed_at),
    asked_times = CASE WHEN p.asked_first_at > %(now)s - interval '1 hour' THEN p.asked_times + 1 ELSE 1 END,
    asked_first_at = CASE WHEN p.asked_first_at > %(now)s - interval '1 hour' THEN p.asked_first_at ELSE EXCLUDED.asked_first_at END
WHERE NOT coalesce(p.asked_first_at > %(now)s - interval '1 hour' AND p.asked_times >= %(most)s, false);

-- Of several codes that wait to be mailed the last alone is.
-- name: forget_asked
UPDATE alerts.deliveries SET state = 'withdrawn', ended_at = %(now)s, reason = 'another address was asked for'
WHERE account = %(account)s AND about = 'address' AND state = 'waiting' AND (leased_until IS NULL OR leased_until < clock_timestamp());

-- Counts a code as wrong, unless none can be right any more; the right one sets the count back.
-- name: try_code
UPDATE alerts.preferences SET wrong_codes = wrong_codes + 1
WHERE account = %(account)s AND asked_until > %(now)s AND wrong_codes < %(most)s
RETURNING account, address, set_by, mail, asked_address, asked_until, wrong_codes;
