-- The log of what people were told: each notice with the names behind its accounts, and what became of it on its channels.
--
-- `deliveries` is one JSON object a message that was to carry it: channel, state, attempts, when it ended, what the last attempt came
-- to. Of what a mail left out the state says why, and its attempts came to nothing.
-- name: select
SELECT number, id, log, case_id, key, due, organization, workflow, subtask, rule, kind, days, step, account, account_name, in_place_of,
       in_place_of_name, capacity, policy, asked_by, asked_by_name, reason, clearance, mandatory, told_on, made_at, stands_in_as,
       read_at, deliveries
FROM (SELECT n.number, n.id, n.log, n.case_id, n.key, n.due, n.organization, n.workflow, n.subtask, n.rule, n.kind, n.days, n.step,
             n.account, coalesce(told.name, '') AS account_name, n.in_place_of, coalesce(absent.name, '') AS in_place_of_name,
             n.capacity, n.policy, n.asked_by, coalesce(asker.name, '') AS asked_by_name, n.reason, n.clearance, n.mandatory,
             n.told_on, n.made_at, n.stands_in_as, n.read_at, (
                 SELECT coalesce(json_agg(json_build_object(
                            'channel', d.channel, 'state', coalesce(nullif(c.left_out, ''), d.state), 'attempts', d.attempts, 'ended_at', d.ended_at,
                            'result', CASE WHEN c.left_out = '' THEN coalesce(last.result, '') ELSE '' END,
                            'code', CASE WHEN c.left_out = '' THEN last.code END) ORDER BY d.number), '[]'::json)
                 FROM alerts.carried c
                 JOIN alerts.deliveries d ON d.id = c.delivery
                 LEFT JOIN LATERAL (SELECT a.result, a.code FROM alerts.attempts a
                                    WHERE a.delivery = d.id ORDER BY a.number DESC LIMIT 1) AS last ON true
                 WHERE c.notice = n.id) AS deliveries
      FROM alerts.notices n
      LEFT JOIN access.accounts told ON told.id = n.account
      LEFT JOIN access.accounts absent ON absent.id = n.in_place_of
      LEFT JOIN access.accounts asker ON asker.id::text = n.asked_by) AS told
