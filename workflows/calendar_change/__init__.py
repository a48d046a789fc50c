"""Changes of the working-day calendar: proposed, approved by somebody else, revoked in the same way (law-and-calendar §3.4)."""

from workflows.calendar_change.case import CalendarChange
from workflows.calendar_change.facts import CalendarChangeFacts
from workflows.calendar_change.machine import CalendarChangeWorkflow

__all__ = ["CalendarChange", "CalendarChangeFacts", "CalendarChangeWorkflow"]
