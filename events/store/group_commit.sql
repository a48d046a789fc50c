-- Appends a batch of saves; the function is explained in migrations/0001_log.sql.
-- name: append
SELECT verdict, first_position, last_position, recorded_at
FROM log.append(
    %(log)s::text, %(at)s::timestamptz,
    %(commands)b, %(hashes)b, %(counts)b,
    %(head_saves)b, %(head_cases)b, %(head_versions)b,
    %(event_saves)b, %(event_cases)b, %(event_versions)b, %(event_topics)b, %(event_states)b
);
