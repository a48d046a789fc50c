"""What of a schedule is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events import analysis_schedule as happened
from events.event import CaseEvent
from events.organization import OrganizationType
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.analysis_schedule.facts import ScheduleFacts


def remarks(facts: "ScheduleFacts", event: CaseEvent, register: Register) -> Iterator[str]:
    """Name what is unusual about an event, given the facts after it."""
    if isinstance(event, happened.ScheduleApproved | happened.ScheduleAmended) and any(
        day.year != facts.year for row in event.objects for day in (row.starts_on, row.ends_on)
    ):
        yield "dates_outside_the_year"
    if isinstance(event, happened.ScheduleClosed):
        yield from facts.uploads.remarks_of_end(event)
    if isinstance(event, happened.ScheduleApproved):
        central = register.type_of(event.organization, event.approved_on) is OrganizationType.CGO
        if central is not (event.breakdown is happened.Breakdown.CENTRAL):
            yield "breakdown_of_another_level"
