-- What sending asks for is found without reading what waits for somebody else, or what was sent long ago.

-- The next mails, and the next messages of each webhook, apart: one that does not answer may have a hundred thousand waiting.
DROP INDEX alerts.deliveries_due;
CREATE INDEX deliveries_due_mail ON alerts.deliveries (next_at, number) WHERE state = 'waiting' AND channel = 'mail';
CREATE INDEX deliveries_due_webhook ON alerts.deliveries (webhook, next_at, number) WHERE state = 'waiting' AND channel = 'webhook';
CREATE INDEX deliveries_tests ON alerts.deliveries (webhook) WHERE state = 'waiting' AND about = 'test';

-- Whether an account had its digest of the day: it may be the owner of webhooks with a million messages.
CREATE INDEX deliveries_digests ON alerts.deliveries (account, first_at) WHERE channel = 'mail' AND about = 'notices';

-- Mails that wait to be put in line again by those who run the service.
CREATE INDEX deliveries_given_up ON alerts.deliveries (ended_at) WHERE state = 'given_up' AND channel = 'mail';

-- What has had its day is dropped by when it ended.
CREATE INDEX deliveries_ended ON alerts.deliveries (channel, ended_at) WHERE ended_at IS NOT NULL;

-- How often an account has had an address asked for within the hour that began with the first time: mail goes to whoever's it is.
ALTER TABLE alerts.preferences ADD COLUMN asked_times integer NOT NULL DEFAULT 0, ADD COLUMN asked_first_at timestamptz;
