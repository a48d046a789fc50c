"""What the record of a crime may not contradict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from events import conviction as happened
from events.event import CaseEvent
from events.fact import FactWithdrawn
from events.text import Body, msg
from workflows import offence
from workflows.naming import is_named, shown
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.conviction.facts import ConvictionFacts

Check = Callable[["ConvictionFacts", Any, Register], Iterator[Violation]]


def violations(facts: "ConvictionFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def _is_a_final_crime(
    _facts: "ConvictionFacts", event: happened.ConvictionRegistered, register: Register
) -> Iterator[Violation]:
    yield from offence.performer(event.organization, "2.3.1", event.found_on, "found_on", register)
    yield from offence.crime(event.offence)
    yield from offence.dates(event.offence, event.found_on)
    yield from offence.final(event.outcome, event.offence, event.found_on)


def _offender_is_known(
    _facts: "ConvictionFacts", event: happened.ConvictionRegistered, register: Register
) -> Iterator[Violation]:
    """Ask for the person or the post in the register, or for the reason why there is neither."""
    unknown = event.person is None and event.post is None
    if unknown and event.not_in_register is None:
        text = msg("Name the person or the post, or say why the register has neither.")
        yield Violation(("not_in_register",), text)
    if not unknown and event.not_in_register is not None:
        yield Violation(("not_in_register",), msg("The register has the offender: leave this empty."))
    known = register.person(event.person) if event.person else None
    if event.person and known is None:
        yield Violation(("person",), msg("There is no person {code} in the register.", code=event.person))
    if known and not is_named(known, event.offence.offender):
        days = (event.offence.happened_on, event.offence.last_day)
        text = msg(
            "The register has another name for this code: {person}. Correct the name or the code.",
            person=shown(register, known.code, event.organization, days),
        )
        yield Violation(("offence", "offender"), text)
    if event.post:
        body = register.organization(event.post.organization)
        if body is None:
            text = msg("There is no organisation {code} in the register.", code=event.post.organization)
            yield Violation(("post", "organization"), text)
        elif event.post.post not in body.posts:
            text = msg("{organization} has no post {code}.", organization=Body(body.code), code=event.post.post)
            yield Violation(("post", "post"), text)


def _follows_the_act(
    facts: "ConvictionFacts", event: happened.AppealRecorded, _register: Register
) -> Iterator[Violation]:
    act = facts.registered.outcome.judicial_act if facts.registered else None
    if act is None:
        text = msg("The case was terminated before trial: there is no judicial act to appeal against.")
        yield Violation(("instance",), text, refers=True)
    elif event.decided_on < act.dated_on:
        yield Violation(("decided_on",), msg("This cannot be before {first}.", first=act.dated_on))


def _follows_registration(facts: "ConvictionFacts", event: FactWithdrawn, _register: Register) -> Iterator[Violation]:
    if facts.registered and event.withdrawn_on < facts.registered.found_on:
        yield Violation(("withdrawn_on",), msg("This cannot be before {first}.", first=facts.registered.found_on))


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.ConvictionRegistered: (_is_a_final_crime, _offender_is_known),
    happened.AppealRecorded: (_follows_the_act,),
    FactWithdrawn: (_follows_registration,),
}
