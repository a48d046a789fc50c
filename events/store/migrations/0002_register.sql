-- Every process keeps the register of organisations and people in memory: it asks for what came after a position. Corrections
-- do not say by their topic whose record they correct, so all of them are among it.
CREATE INDEX events_of_the_register ON log.events (log, position)
    WHERE topic LIKE 'organization.%' OR topic LIKE 'person.%' OR topic = 'case.fact_corrected';
