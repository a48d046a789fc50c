"""What a schedule does to the analyses of its objects: it opens each, or tells it the dates (1.1.1 → 1.1.2)."""

from collections.abc import Iterator, Mapping

from events import analysis_schedule as happened
from events.event import CaseEvent
from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.consequences import Consequence, Rule, case_id
from workflows.register import Register


def to_analyses(
    event: happened.ScheduleApproved | happened.ScheduleAmended, facts: ScheduleFacts, _register: Register
) -> Iterator[Consequence]:
    """Tell the analysis of each object that the event names."""
    year = facts.year
    for row in event.objects:
        code = row.organization
        data = {
            "year": year,
            "schedule": str(event.originator_id),
            "body": event.organization,
            "starts_on": row.starts_on.isoformat(),
            "ends_on": row.ends_on.isoformat(),
            "scheduled_on": event.occurred_on.isoformat(),
        }
        yield Consequence("risk_analysis", case_id(code, "1.1.2", str(year)), code, "schedule", data)


CONSEQUENCES: Mapping[type[CaseEvent], Rule] = {
    happened.ScheduleApproved: to_analyses,
    happened.ScheduleAmended: to_analyses,
}
