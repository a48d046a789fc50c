-- What a digest carries of which the reader still has to know: what was done meanwhile, or is due on another day now, is left out.
-- name: standing
SELECT n.id, n.log, n.case_id, n.key, n.due, n.organization, n.workflow, n.subtask, n.rule, n.kind, n.days, n.step, n.account,
       n.in_place_of, n.capacity, n.policy, n.asked_by, n.reason, n.clearance, n.mandatory, n.told_on, n.made_at, n.read_at, n.number
FROM alerts.carried c JOIN alerts.notices n ON n.id = c.notice
WHERE c.delivery = %(delivery)s AND NOT EXISTS (
    SELECT FROM read.deadlines d
    WHERE d.log = n.log AND d.case_id = n.case_id AND d.key = n.key
      AND (d.status NOT IN ('open', 'missed') OR d.due <> n.due))
ORDER BY n.due, n.number;

-- name: webhook
SELECT title, disabled_for FROM alerts.webhooks WHERE id = %(webhook)s;
