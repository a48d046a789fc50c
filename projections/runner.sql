-- One runner leads; the lock ends with its session, and with it everything the session had not committed.
-- name: lead
SELECT pg_try_advisory_lock(7402, 1);

-- A leader whose machine vanished must not keep the lock for hours: the server notices within some 15 seconds. Nor must one
-- that is paused while its kernel goes on answering: a leader that lives says something several times a second.
-- name: keep_alive
SELECT set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '3', false),
       set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '15000', false),
       set_config('idle_session_timeout', %(silence)s, false),
       set_config('idle_in_transaction_session_timeout', %(silence)s, false);
