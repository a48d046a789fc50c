-- How the inboxes of some accounts stand: unread notices with exports that ended and were not looked at, and the number of the newest.
-- name: standing
SELECT a.account,
       (SELECT count(*) FROM alerts.notices n WHERE n.account = a.account AND n.read_at IS NULL)
       + (SELECT count(*) FROM exports.exports e WHERE e.account = a.account AND e.state IN ('ready', 'failed') AND e.seen_at IS NULL),
       coalesce((SELECT max(number) FROM alerts.notices n WHERE n.account = a.account), 0)
FROM unnest(%(accounts)s::uuid[]) AS a(account);
