-- What the read models were: schema `was` has the views of schema `read` as of the two moments that a transaction names by
-- the settings tbn4.known_at (an instant: what was recorded by then) and tbn4.true_on (a day: what had happened by then).

CREATE SCHEMA was;

CREATE FUNCTION was.known_at() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
RETURN current_setting('tbn4.known_at')::timestamptz;

CREATE FUNCTION was.true_on() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
RETURN current_setting('tbn4.true_on')::date;

-- Cases are counted by their own read model now; until that is built anew, the view shows the counts as they last were.
DELETE FROM projections.generations WHERE projection = 'dashboard';
