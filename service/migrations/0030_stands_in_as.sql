-- As what the absent one would have been told, where whoever stands in is told as something else in their own right; empty where it is
-- the same.
ALTER TABLE alerts.notices ADD COLUMN stands_in_as text NOT NULL DEFAULT '';
