-- When people were first told of a deadline and due date on a track: those above are told only some days after those below were.
ALTER TABLE alerts.told ADD COLUMN first_told_at timestamptz;
UPDATE alerts.told SET first_told_at = told_at;
ALTER TABLE alerts.told ALTER COLUMN first_told_at SET NOT NULL;
