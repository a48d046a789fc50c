-- Who leads, or switches a read model, holds up everybody else. One whose machine vanished must not do so for hours: the server
-- notices within some 15 seconds. Nor must one that is paused while its kernel goes on answering: who lives says something
-- several times a second. One that is paused in the middle of a message does not count as idle; from PostgreSQL 17 on, the
-- length of its transaction tells.
-- name: keep_alive
SELECT set_config(wanted.name, wanted.setting, false)
FROM (VALUES ('tcp_keepalives_idle', '5'), ('tcp_keepalives_interval', '3'), ('tcp_keepalives_count', '3'),
             ('tcp_user_timeout', '15000'), ('idle_session_timeout', %(silence)s),
             ('idle_in_transaction_session_timeout', %(silence)s), ('transaction_timeout', %(longest)s)) wanted(name, setting)
JOIN pg_settings known USING (name);
