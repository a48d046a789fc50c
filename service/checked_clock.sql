-- The database's clock, whether it is this machine's, and what was recorded last (decision 0015).

-- name: now
SELECT clock_timestamp();

-- Without an address the connection is by a socket file; addresses of the loopback lead nowhere else.
-- name: is_ours
SELECT coalesce(inet_server_addr() << '127.0.0.0/8'::inet OR inet_server_addr() = '::1'::inet
                OR inet_server_addr() = inet_client_addr(), true);

-- name: last_recorded
SELECT recorded_at FROM log.events WHERE log = %(log)s ORDER BY position DESC LIMIT 1;
