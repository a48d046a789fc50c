-- Whose account it is, by the code in the register of people; empty if that is not said.
ALTER TABLE access.accounts ADD COLUMN person text NOT NULL DEFAULT '';
