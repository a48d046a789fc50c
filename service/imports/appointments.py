"""Appointments: new ones are recorded; those that are there are left as they are, or the row is refused."""

from collections.abc import Iterator, Mapping
from typing import Any

from events.organization import OfficialAppointed
from events.organization.post_record import Appointment
from events.text import msg
from service.imports.column import Column
from service.imports.differing import otherwise, refuse
from service.imports.draft import Draft, Step
from service.imports.kind import Entry, Kind
from service.imports.posts import ORGANIZATION
from workflows.organization import Organization, OrganizationWorkflow
from workflows.refusals import Invalid, Violation


async def _decide(draft: Draft, entry: Entry) -> None:
    given = entry.given
    code = given["organization"]
    post = draft.organization(code).posts.get(given["post"])
    appointments = post.appointments if post else ()
    recorded = next((one for one in appointments if (one.person, one.since) == (given["person"], given["since"])), None)
    at = OrganizationWorkflow, Organization.id_of(code), code
    if recorded is None:
        await draft.carry_out(*at, [("appoint", KIND.data(given))])
    else:
        await draft.change(*at, lambda: _changes(recorded, given))


def _changes(recorded: Appointment, given: Mapping[str, Any]) -> Iterator[Step]:
    """Refuse what is recorded otherwise; an appointment is not changed, and ends with a reason, which a row does not give."""
    refuse(otherwise(given, {"order_no": recorded.order_no, "acting": recorded.acting}))
    if recorded.is_open and "until" in given:
        text = msg("This official is in the post: release them there, with the reason.")
        raise Invalid((Violation(("until",), text),))
    refuse(otherwise(given, {"until": recorded.until}))
    yield from ()


_EVENT = OfficialAppointed

KIND = Kind(
    name="appointments",
    title=msg("Appointments").msgid,
    event=_EVENT,
    columns=(
        ORGANIZATION,
        Column.of(_EVENT, "post"),
        Column.of(_EVENT, "person"),
        Column.of(_EVENT, "order_no"),
        Column.of(_EVENT, "since"),
        Column.of(_EVENT, "until", example=""),
        Column.of(_EVENT, "acting", example=False),
    ),
    identified_by=(
        "organization",
        "post",
        "person",
        "since",
    ),
    case_id=Organization.id_of,
    decide=_decide,
)
