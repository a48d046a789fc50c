"""The record of one change of the calendar."""

from eventsourcing.utils import register_topic

from workflows.calendar_change.facts import CalendarChangeFacts
from workflows.case import Case


class CalendarChange(Case):
    """A change of the calendar, from its proposal on."""

    NO_FACTS = CalendarChangeFacts()


register_topic("case:calendar_change", CalendarChange)
