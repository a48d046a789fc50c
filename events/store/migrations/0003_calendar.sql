-- Changes of the calendar belong to what every process keeps in memory (see 0002_register.sql).
DROP INDEX log.events_of_the_register;
CREATE INDEX events_of_the_register ON log.events (log, position)
    WHERE topic LIKE 'organization.%' OR topic LIKE 'person.%' OR topic LIKE 'calendar.%' OR topic = 'case.fact_corrected';
