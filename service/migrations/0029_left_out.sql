-- Why a notice is not in the mail that was to carry it, empty if it is: written with what the mail came to. Of mails that went before,
-- nothing says what they held.
ALTER TABLE alerts.carried ADD COLUMN left_out text NOT NULL DEFAULT '';
