"""What the record of an organisation may not contradict: itself, what stands above and below it, other records.

Checks look at the record as it is after the event, so that an entry and a later correction of it are checked by the same
sentences.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from events import organization as happened
from events.event import CaseEvent
from events.organization import ClosingReason, OrganizationType
from events.organization.record import OrganizationRecord
from events.text import Body, msg
from workflows.organization import posts
from workflows.organization.links import STATE_BODIES, faults_above, faults_below, still_below
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.organization.facts import OrganizationFacts

Check = Callable[["OrganizationFacts", Any, Register], Iterator[Violation]]


def violations(facts: "OrganizationFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def _code_stays(
    _facts: "OrganizationFacts", event: happened.OrganizationRegistered, _r: Register
) -> Iterator[Violation]:
    if event.code != event.organization:
        yield Violation(("code",), msg("A code never changes: it is {code}.", code=event.organization))


def _in_its_life(facts: "OrganizationFacts", event: CaseEvent, _register: Register) -> Iterator[Violation]:
    day, path = event.occurred_on, type(event).HAPPENED
    if facts.since is None or day < facts.since:
        yield Violation((path,), msg("This cannot be before {first}.", first=facts.since or day))
    elif ended := facts.ended_before(day):
        yield Violation((path,), msg("The organisation ended on {day}.", day=ended))


def _fits_above(path: str) -> Check:
    def check(facts: "OrganizationFacts", _event: CaseEvent, register: Register) -> Iterator[Violation]:
        yield from (Violation((path,), text) for text in faults_above(facts, register))

    return check


def _fits_below(path: str) -> Check:
    def check(facts: "OrganizationFacts", _event: CaseEvent, register: Register) -> Iterator[Violation]:
        yield from (Violation((path,), text) for text in faults_below(facts, register))

    return check


def _bin_is_its_own(facts: "OrganizationFacts", event: Any, register: Register) -> Iterator[Violation]:
    """Two organisations that exist on the same day have different numbers."""
    yield from _bin_clashes(facts, event.bin or "", "bin", register)


def _bin_is_still_its_own(
    facts: "OrganizationFacts", event: happened.OrganizationReopened, register: Register
) -> Iterator[Violation]:
    details = facts.details.at(event.since)
    yield from _bin_clashes(facts, details.bin if details else "", "since", register)


def _bin_clashes(facts: "OrganizationFacts", number: str, path: str, register: Register) -> Iterator[Violation]:
    for code in sorted(register.with_bin(number) - {facts.code}):
        other = register.organization(code)
        if other and any(_has(facts, number, day) and _has(other, number, day) for day in _changes(facts, other)):
            yield Violation((path,), msg("{code} has this BIN.", code=Body(code)))


def _changes(*records: OrganizationRecord) -> set[date]:
    """Give the days from which an organisation may have a number that it had not the day before."""
    return {
        day for r in records for day in (*(since for since, _ in r.details.entries), *(again for _, again in r.gaps))
    }


def _has(record: OrganizationRecord, number: str, on: date) -> bool:
    details = record.details.at(on)
    return record.exists(on) and details is not None and details.bin == number


def _moves_what_reports(
    facts: "OrganizationFacts", event: happened.OrganizationMoved, _r: Register
) -> Iterator[Violation]:
    if facts.types.at(event.since) is OrganizationType.KGS:
        text = msg("A quasi-state entity reports to its primary supervisor: assign another one.")
        yield Violation(("parent",), text)


def _supervises_what_is_supervised(
    facts: "OrganizationFacts", event: happened.SupervisorAssigned, register: Register
) -> Iterator[Violation]:
    if facts.types.at(event.since) is not OrganizationType.KGS:
        yield Violation(("supervisor",), msg("Only a quasi-state entity is supervised: move this organisation."))
    elif not event.primary:
        if register.type_of(event.supervisor, event.since) not in STATE_BODIES or not register.exists(
            event.supervisor, event.since
        ):
            yield Violation(("supervisor",), msg("{code} is no state body on that day.", code=Body(event.supervisor)))
        others = [
            one
            for one in facts.supervisions
            if one.supervisor == event.supervisor and one.set_by != event.originator_version and one.until > event.since
        ]
        if others or facts.above.at(event.since) == event.supervisor:
            yield Violation(("supervisor",), msg("{code} supervises it already.", code=Body(event.supervisor)))


def _ends_what_was(facts: "OrganizationFacts", event: happened.SupervisionEnded, _r: Register) -> Iterator[Violation]:
    if all(one.ended_by != event.originator_version for one in facts.supervisions):
        yield Violation(
            ("supervisor",),
            msg(
                "{code} supervises it not or as the primary one: then assign another primary one.",
                code=Body(event.supervisor),
            ),
        )


def _unless_reopened(check: Check) -> Check:
    """Ask only of the end that holds: after a reopening more may be recorded than was left on that day."""

    def of_the_last(facts: "OrganizationFacts", event: CaseEvent, register: Register) -> Iterator[Violation]:
        if facts.closed_by == event.originator_version:
            yield from check(facts, event, register)

    return of_the_last


def _ends_last(facts: "OrganizationFacts", event: happened.OrganizationClosed, _r: Register) -> Iterator[Violation]:
    days = [day for dated in (facts.names, facts.types, facts.above, facts.details) for day, _ in dated.entries]
    days += [again for _, again in facts.gaps]
    if last := max((day for day in days if day > event.on), default=None):
        yield Violation(("on",), msg("Something is recorded for a later day: {day}.", day=last))


def _leaves_nothing_below(
    facts: "OrganizationFacts", event: happened.OrganizationClosed, register: Register
) -> Iterator[Violation]:
    if below := still_below(facts, event.on, register):
        names = ", ".join(record.names.entries[-1][1].ru for record in below)
        yield Violation(("on",), msg("Move or close first what stands below: {names}.", names=names))


def _leaves_nobody(facts: "OrganizationFacts", event: happened.OrganizationClosed, _r: Register) -> Iterator[Violation]:
    if held := posts.held_after(facts, event.on):
        titles = ", ".join(post.title_ru for post in held)
        yield Violation(("on",), msg("Release first the officials in these posts: {titles}.", titles=titles))


def _successors_are_known(
    _facts: "OrganizationFacts", event: happened.OrganizationClosed, register: Register
) -> Iterator[Violation]:
    for index, code in enumerate(event.successors):
        if code == event.organization:
            yield Violation(("successors", index), msg("Name others: an organisation is not its own successor."))
        elif register.organization(code) is None:
            yield Violation(("successors", index), msg("There is no organisation {code}.", code=code))
        elif not register.exists(code, event.on + timedelta(days=1)):
            day = event.on + timedelta(days=1)
            yield Violation(
                ("successors", index), msg("There was no organisation {code} on {day}.", code=Body(code), day=day)
            )
        if code in event.successors[:index]:
            yield Violation(("successors", index), msg("This row stands here twice."))
    if event.reason is ClosingReason.MERGED and not event.successors:
        yield Violation(("successors",), msg("Name the organisation with which it was merged."))


def _begins_after_its_end(
    facts: "OrganizationFacts", event: happened.OrganizationReopened, _r: Register
) -> Iterator[Violation]:
    for last, again in facts.gaps:
        if again == event.since and again <= last:
            yield Violation(("since",), msg("This cannot be before {first}.", first=last + timedelta(days=1)))


def _people_are_known(
    _facts: "OrganizationFacts", event: happened.AccessListApproved, register: Register
) -> Iterator[Violation]:
    for index, code in enumerate(event.people):
        if register.person(code) is None:
            yield Violation(("people", index), msg("There is no person {code}.", code=code))
        elif code in event.people[:index]:
            yield Violation(("people", index), msg("This row stands here twice."))


_CHECKS: dict[type[CaseEvent], tuple[Check, ...]] = {
    happened.OrganizationRegistered: (_code_stays, _fits_above("parent"), _fits_below("since"), _bin_is_its_own),
    happened.OrganizationRenamed: (_in_its_life,),
    happened.OrganizationReclassified: (_in_its_life, _fits_above("parent"), _fits_below("type")),
    happened.OrganizationMoved: (_in_its_life, _moves_what_reports, _fits_above("parent")),
    happened.SupervisorAssigned: (_in_its_life, _supervises_what_is_supervised, _fits_above("supervisor")),
    happened.SupervisionEnded: (_in_its_life, _ends_what_was),
    happened.OrganizationDescribed: (_in_its_life, _bin_is_its_own),
    happened.OrganizationClosed: (
        _in_its_life,
        *map(_unless_reopened, (_ends_last, _leaves_nothing_below, _leaves_nobody)),
        _successors_are_known,
    ),
    happened.OrganizationReopened: (
        _in_its_life,
        _begins_after_its_end,
        _bin_is_still_its_own,
        _fits_above("parent"),
    ),
    happened.AccessListApproved: (_in_its_life, _people_are_known),
    happened.PostEstablished: (_in_its_life, posts.is_new, posts.is_the_only_head, posts.superior_is_known),
    happened.PostSubordinated: (_in_its_life, posts.exists, posts.superior_is_known),
    happened.PostAbolished: (_in_its_life, posts.exists, posts.ends_once, posts.is_left),
    happened.OfficialAppointed: (_in_its_life, posts.exists, posts.person_is_known, posts.is_free),
    happened.OfficialReleased: (_in_its_life, posts.exists, posts.was_held),
}
