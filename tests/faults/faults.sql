-- What is done to connections, and what is looked at meanwhile.

-- The committers that are writing at this moment. Ended during the commit, they leave the client not knowing.
-- name: cut_commits
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE state = 'active' AND query LIKE '%%FROM log.append(%%' AND pid <> pg_backend_pid()
  AND (wait_event_type = 'IO' OR NOT %(in_commit)s);

-- The connections that listen.
-- name: cut_listeners
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query = 'LISTEN tbn4_log';

-- name: backends
SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid;

-- Which connection feeds the read models, and whose it is.
-- name: leader
SELECT a.pid, a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND (l.classid, l.objid, l.objsubid) = (7402, 1, 2);
