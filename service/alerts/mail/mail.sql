-- What a digest carries, with how each deadline stands by now.
-- name: carried
SELECT n.id, n.log, n.case_id, n.key, n.due, n.organization, n.workflow, n.subtask, n.rule, n.kind, n.days, n.step, n.account,
       n.in_place_of, n.capacity, n.policy, n.asked_by, n.reason, n.clearance, n.mandatory, n.told_on, n.made_at, n.stands_in_as, n.read_at, n.number,
       coalesce(d.status, 'open') AS status, coalesce(d.due, n.due) AS due_now
FROM alerts.carried c JOIN alerts.notices n ON n.id = c.notice
LEFT JOIN read.deadlines d ON d.log = n.log AND d.case_id = n.case_id AND d.key = n.key
WHERE c.delivery = %(delivery)s
ORDER BY n.due, n.number;

-- name: webhook
SELECT title, disabled_for FROM alerts.webhooks WHERE id = %(webhook)s;
