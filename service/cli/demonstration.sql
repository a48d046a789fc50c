-- The mark that the demonstration was loaded to its end.

-- name: is_whole
SELECT EXISTS (SELECT FROM access.demonstration);

-- name: mark_whole
INSERT INTO access.demonstration (loaded_at) VALUES (%(now)s);
