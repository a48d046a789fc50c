"""What a schedule may not contradict: itself, and the register on the day it was approved."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from events import analysis_schedule as happened
from events.event import CaseEvent
from events.organization import OrganizationType
from events.text import Body, msg
from events.upload import UploadReturned
from workflows.refusals import Violation
from workflows.register import Register
from workflows.uploads import of_another, without_paper

if TYPE_CHECKING:
    from workflows.analysis_schedule.facts import ScheduleFacts

Check = Callable[["ScheduleFacts", Any, Register], Iterator[Violation]]

WITH_SYSTEM = {OrganizationType.CGO, OrganizationType.OBL, OrganizationType.RAY}
"""Types of body that may draw up a schedule; a district's is not assigned, for the Instruction names akims only (l.87)."""


SUBTASK = "1.1.1"
"""The subtask that a schedule carries out."""


def violations(facts: "ScheduleFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def _has_a_system(_facts: "ScheduleFacts", event: Any, register: Register) -> Iterator[Violation]:
    if register.type_of(event.organization, event.occurred_on) not in WITH_SYSTEM:
        yield Violation(
            ("year",), msg("Only central bodies and akims draw up a schedule for their whole system (l.85–87).")
        )


def _of_the_planned_year(
    facts: "ScheduleFacts", event: happened.ScheduleApproved, _register: Register
) -> Iterator[Violation]:
    if event.year != facts.year:
        yield Violation(("year",), msg("This schedule is planned for {year}.", year=facts.year))


def _objects_are_below(_facts: "ScheduleFacts", event: Any, register: Register) -> Iterator[Violation]:
    on: date = event.occurred_on
    for index, row in enumerate(event.objects):
        path = ("objects", index, "organization")
        code = row.organization
        if not register.exists(code, on):
            yield Violation(path, msg("There is no organisation {code} on that day.", code=Body(code)))
        elif not register.within(code, event.organization, on):
            yield Violation(path, msg("{code} does not stand below this body on that day.", code=Body(code)))


def _objects_differ(_facts: "ScheduleFacts", event: Any, _register: Register) -> Iterator[Violation]:
    seen: set[str] = set()
    for index, row in enumerate(event.objects):
        if row.organization in seen:
            yield Violation(
                ("objects", index, "organization"), msg("Code {code} is used twice.", code=row.organization)
            )
        seen.add(row.organization)


def _names_something(
    _facts: "ScheduleFacts", event: happened.ScheduleAmended, _register: Register
) -> Iterator[Violation]:
    if not event.objects and not event.removed:
        yield Violation(("objects",), msg("Name the objects that are added, changed or removed."))


def _removes_objects(
    facts: "ScheduleFacts", event: happened.ScheduleAmended, _register: Register
) -> Iterator[Violation]:
    named = [row.organization for row in event.objects]
    for index, code in enumerate(event.removed):
        if code in named or code in event.removed[:index]:
            yield Violation(("removed", index), msg("Code {code} is used twice.", code=code))
        elif (event.originator_version, code) not in facts.removed:
            yield Violation(("removed", index), msg("{code} is not in the schedule.", code=Body(code)), refers=True)


def _terms(_facts: "ScheduleFacts", event: Any, _register: Register) -> Iterator[Violation]:
    for index, row in enumerate(event.objects):
        if row.ends_on < row.starts_on:
            text = msg(
                "The end ({ends_on}) is before the start ({starts_on}).", ends_on=row.ends_on, starts_on=row.starts_on
            )
            yield Violation(("objects", index, "ends_on"), text)


def _after_approval(path: str) -> Check:
    def check(facts: "ScheduleFacts", event: Any, _register: Register) -> Iterator[Violation]:
        if facts.approved and getattr(event, path) < facts.approved.approved_on:
            yield Violation((path,), msg("This cannot be before {first}.", first=facts.approved.approved_on))

    return check


def _has_its_paper(
    facts: "ScheduleFacts", _event: happened.ScheduleUploaded, _register: Register
) -> Iterator[Violation]:
    if facts.approved and facts.approved.file is None:
        yield without_paper(("uploaded_on",), facts.approved)


def _was_uploaded(facts: "ScheduleFacts", event: UploadReturned, _register: Register) -> Iterator[Violation]:
    yield from of_another(event, [SUBTASK])
    yield from facts.uploads.contradictions(event, SUBTASK)


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.SchedulePlanned: (_has_a_system,),
    happened.ScheduleApproved: (_has_a_system, _of_the_planned_year, _objects_are_below, _objects_differ, _terms),
    happened.ScheduleAmended: (
        _names_something,
        _objects_are_below,
        _objects_differ,
        _removes_objects,
        _terms,
        _after_approval("amended_on"),
    ),
    happened.ScheduleUploaded: (_after_approval("uploaded_on"), _has_its_paper),
    UploadReturned: (_was_uploaded,),
    happened.ScheduleClosed: (_after_approval("closed_on"),),
    happened.ScheduleCancelled: (_after_approval("cancelled_on"),),
}
