-- Saved filters become views of lists that a team can share: with the others of the owner's body, or with the bodies below it too.
-- An owner orders theirs by `place`.
ALTER TABLE alerts.filters RENAME TO views;
ALTER TABLE alerts.views
    DROP CONSTRAINT filters_page_check,
    ADD CHECK (page <> ''),
    ADD COLUMN shared text NOT NULL DEFAULT 'private' CHECK (shared IN ('private', 'body', 'below')),
    ADD COLUMN place integer NOT NULL DEFAULT 0;
UPDATE alerts.views v SET place = o.place
FROM (SELECT id, row_number() OVER (PARTITION BY owner, page ORDER BY lower(name), name) AS place FROM alerts.views) o
WHERE o.id = v.id;
CREATE INDEX views_shared ON alerts.views (page) WHERE shared <> 'private';

-- The view that a page shows first, of each person: their own or one that is shared with them.
CREATE TABLE alerts.default_views (
    account uuid NOT NULL REFERENCES access.accounts,
    page    text NOT NULL,
    view    uuid NOT NULL REFERENCES alerts.views ON DELETE CASCADE,
    PRIMARY KEY (account, page)
);
CREATE INDEX default_views_view ON alerts.default_views (view);
INSERT INTO alerts.default_views SELECT owner, page, id FROM alerts.views WHERE is_default;
ALTER TABLE alerts.views DROP COLUMN is_default;
