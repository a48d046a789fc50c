-- Deadlines of two years and a notice of each, as if the projection and the service had made them.
-- name: deadlines
INSERT INTO read.deadlines
    (log, case_id, key, organization, workflow, rule, subtask, basis, strength, bound, subject, anchor, amount, unit, due, moved_from,
     skipped, calendar, act, extended_from, missed_due, status, done_on, margin, missed_on, set_by, set_at, previous, clearance, told_at, told_on)
SELECT 'main', md5((n / 4)::text)::uuid, 'D0' || n % 4, 'almaty-region.procurement', 'risk_analysis', 'D0' || n % 4, '1.2.3', 'l.1',
       'hard', 'not_later', '', '2023-01-01', 1, 'working_days', DATE '2023-01-01' + n % 730, NULL, '[]', 'kz', '', NULL, NULL,
       (ARRAY['met', 'met_late', 'missed', 'open'])[1 + n % 4], NULL, -2, NULL, 1, n, '[]', '', n, '2023-01-01'
FROM generate_series(1, 100000) AS n;

-- name: notices
INSERT INTO alerts.notices
    (id, log, case_id, key, due, organization, workflow, subtask, rule, kind, days, step, account, policy, asked_by, reason, clearance,
     mandatory, told_on, made_at, capacity)
SELECT gen_random_uuid(), log, case_id, key, due, organization, workflow, subtask, rule, 'reminder', 3, 0, %(account)s, 1, '', '', '',
       false, due, now(), 'responsible'
FROM read.deadlines;
