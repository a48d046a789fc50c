-- Which records of the register have events after an instant is asked by every page of a past moment; the condition is that of the index
-- events_of_the_register.
CREATE INDEX events_of_the_register_since ON log.events (log, recorded_at) INCLUDE (originator_id)
    WHERE topic LIKE 'organization.%' OR topic LIKE 'person.%' OR topic LIKE 'calendar.%' OR topic = 'case.fact_corrected';
