-- The event log: what was recorded, in the order it was recorded, and nothing else.
--
-- A log has a name, and the name is part of every key: one database can hold several independent logs, and a
-- cluster (Citus: create_distributed_table by `log`, create_distributed_function('log.append', '_log')) can put
-- each of them on its own machine.

CREATE SCHEMA log;

-- One row an event. `position` counts 1, 2, 3 … within a log without gaps, in commit order; `originator_version`
-- counts 1, 2, 3 … within a case. `recorded_at` never decreases along `position`.
CREATE TABLE log.events (
    log                text        NOT NULL CHECK (length(log) BETWEEN 1 AND 63),
    position           bigint      NOT NULL CHECK (position > 0),
    originator_id      uuid        NOT NULL,
    originator_version bigint      NOT NULL CHECK (originator_version > 0),
    topic              text        NOT NULL CHECK (topic <> ''),
    state              bytea       NOT NULL,
    recorded_at        timestamptz NOT NULL,
    command_id         uuid        NOT NULL,
    PRIMARY KEY (log, originator_id, originator_version),
    UNIQUE (log, position)
);

-- One row a committed save. It answers "was this command carried out, and was it this request?" after a lost
-- connection or a repeated request. The save's events are positions first_position … first_position + events - 1.
CREATE TABLE log.commands (
    log            text    NOT NULL,
    command_id     uuid    NOT NULL,
    first_position bigint  NOT NULL,
    events         integer NOT NULL CHECK (events > 0),
    request_hash   bytea   NOT NULL,
    PRIMARY KEY (log, command_id)
);

-- Appends a batch of saves and answers one row a save, in their order: its verdict and, where it is stored,
-- its positions and time. Each save is stored whole or not at all, whatever becomes of its neighbours.
--
--   committed  stored now
--   duplicate  stored before by the same command with the same request hash: the original positions and time
--   mismatch   the command id is known, with another request hash
--   conflict   for some case the expected version is not its last one
--
-- _at      the time to record, for history loaded under a travelling clock; NULL (always, but for demonstration
--          data) takes the server's clock.
-- _commands, _hashes, _counts                      one entry a save: command id, request hash, number of events
-- _head_saves, _head_cases, _head_versions         one entry a (save, case): number of the save (from 1), case,
--                                                  the version the case must have now (0: it does not exist yet)
-- _event_saves, _event_cases, _event_versions,
-- _event_topics, _event_states                     one entry an event, in the order to store them
--
-- Two saves of a batch must not share a case or a command id: the caller keeps them apart.
-- Tables are looked up by correlated subqueries and with sequential scans switched off, so that a plan made while
-- a table was small stays an index look-up when it has grown.
CREATE FUNCTION log.append(
    _log text, _at timestamptz,
    _commands uuid[], _hashes bytea[], _counts integer[],
    _head_saves integer[], _head_cases uuid[], _head_versions bigint[],
    _event_saves integer[], _event_cases uuid[], _event_versions bigint[], _event_topics text[], _event_states bytea[]
) RETURNS TABLE (verdict text, first_position bigint, last_position bigint, recorded_at timestamptz)
LANGUAGE plpgsql
SET enable_seqscan = off
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    _last     bigint;
    _time     timestamptz;
    _verdicts text[];
    _stored   bigint;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'log.append needs READ COMMITTED: an older snapshot would not see the last position'
            USING ERRCODE = 'invalid_transaction_state';
    END IF;

    -- One writer at a time for a log, until its commit: positions are dense and no reader meets a gap.
    PERFORM pg_advisory_xact_lock(hashtextextended(_log, 7));

    -- A statement of its own: it sees what was committed while this one waited for the lock. The clock is read
    -- after the lock for the same reason.
    SELECT e.position, e.recorded_at INTO _last, _time
        FROM log.events e WHERE e.log = _log ORDER BY e.position DESC LIMIT 1;
    _last := coalesce(_last, 0);
    _time := greatest(_time, coalesce(_at, clock_timestamp()));

    -- What each save is. A known command is judged by its hash alone: its own events made its version stale.
    _verdicts := array(
        SELECT CASE (SELECT c.request_hash = u.hash FROM log.commands c WHERE c.log = _log AND c.command_id = u.command)
               WHEN true THEN 'duplicate' WHEN false THEN 'mismatch' ELSE 'committed' END
        FROM unnest(_commands, _hashes) WITH ORDINALITY u(command, hash, save)
        ORDER BY u.save);
    FOR _stored IN
        SELECT DISTINCT h.save
        FROM unnest(_head_saves, _head_cases, _head_versions) h(save, case_id, version)
        WHERE _verdicts[h.save] = 'committed'
          AND h.version <> coalesce((
              SELECT e.originator_version FROM log.events e
              WHERE e.log = _log AND e.originator_id = h.case_id
              ORDER BY e.originator_version DESC LIMIT 1), 0)
    LOOP
        _verdicts[_stored] := 'conflict';
    END LOOP;

    INSERT INTO log.events
        SELECT _log, _last + row_number() OVER (ORDER BY u.ordinal), u.case_id, u.version, u.topic, u.state, _time, _commands[u.save]
        FROM unnest(_event_saves, _event_cases, _event_versions, _event_topics, _event_states)
             WITH ORDINALITY u(save, case_id, version, topic, state, ordinal)
        WHERE _verdicts[u.save] = 'committed';
    GET DIAGNOSTICS _stored = ROW_COUNT;

    IF _stored > 0 THEN
        INSERT INTO log.commands
            SELECT _log, u.command, _last + 1 + sum(u.events) OVER (ORDER BY u.save) - u.events, u.events, u.hash
            FROM unnest(_commands, _counts, _hashes) WITH ORDINALITY u(command, events, hash, save)
            WHERE _verdicts[u.save] = 'committed';
        PERFORM pg_notify('tbn4_log', _log || ':' || _last + _stored);
    END IF;

    RETURN QUERY
        SELECT u.verdict,
               CASE u.verdict WHEN 'committed' THEN u.first_position ELSE k.first_position END,
               CASE u.verdict WHEN 'committed' THEN u.first_position + u.events ELSE k.first_position + k.events END - 1,
               CASE u.verdict WHEN 'committed' THEN _time ELSE k.recorded_at END
        FROM (SELECT v.save, v.verdict, v.events,
                     _last + 1 + sum(v.events) FILTER (WHERE v.verdict = 'committed') OVER (ORDER BY v.save)::bigint - v.events
              FROM unnest(_verdicts, _counts) WITH ORDINALITY v(verdict, events, save)) u(save, verdict, events, first_position)
        LEFT JOIN LATERAL (
            SELECT c.first_position, c.events, e.recorded_at
            FROM log.commands c JOIN log.events e ON e.log = c.log AND e.position = c.first_position
            WHERE u.verdict = 'duplicate' AND c.log = _log AND c.command_id = _commands[u.save] LIMIT 1) k ON true
        ORDER BY u.save;
END
$$;
