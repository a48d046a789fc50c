-- A signatory's post comes from the register where that says whose account it is; nobody else has one.
ALTER TABLE access.accounts DROP CONSTRAINT accounts_check;
ALTER TABLE access.accounts ADD CONSTRAINT accounts_post CHECK (
    CASE WHEN role = 'signatory' THEN post IS NOT NULL OR person <> '' ELSE post IS NULL END);
