"""What a schedule does to the analyses of its objects: it opens each, tells it the dates, or takes it out (1.1.1 → 1.1.2)."""

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from events import analysis_schedule as happened
from events.event import CaseEvent
from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.consequences import Consequence, Rule, case_id
from workflows.register import Register


def approved(event: happened.ScheduleApproved, facts: ScheduleFacts, _register: Register) -> Iterator[Consequence]:
    """Tell the analyses of all objects, with what amendments have made of their dates since."""
    for code in facts.objects:
        yield _told(event.originator_id, event.organization, code, facts.year, facts)


def amended(event: happened.ScheduleAmended, facts: ScheduleFacts, _register: Register) -> Iterator[Consequence]:
    """Tell the analyses of the objects that the amendment names."""
    for code in (*(row.organization for row in event.objects), *event.removed):
        yield _told(event.originator_id, event.organization, code, facts.year, facts)


def _told(schedule: UUID, body: str, code: str, year: int, facts: ScheduleFacts) -> Consequence:
    """Tell the analysis of an object what the schedule says of it: its dates, or that it is not in the schedule."""

    def otherwise(now: ScheduleFacts, _on: date) -> Consequence:
        return _told(schedule, body, code, year, now)

    analysis = case_id(code, "1.1.2", str(year))
    row = facts.objects.get(code)
    if row is None or facts.year != year:
        return Consequence("risk_analysis", analysis, code, "unschedule", {"schedule": str(schedule)}, otherwise)
    data = {
        "year": year,
        "schedule": str(schedule),
        "body": body,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": row.ends_on.isoformat(),
        "scheduled_on": facts.named_on[code].isoformat(),
    }
    return Consequence("risk_analysis", analysis, code, "schedule", data, otherwise)


CONSEQUENCES: Mapping[type[CaseEvent], Rule] = {
    happened.ScheduleApproved: approved,
    happened.ScheduleAmended: amended,
}
