"""What a check may not contradict. A wrong time is never refused: that is a deadline's judgement."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from events import liability_check as happened
from events.event import CaseEvent
from events.organization import PostClass
from events.resignation import SuperiorThen
from events.text import msg
from workflows import offence
from workflows.actor import Role
from workflows.fact import common_violations
from workflows.liability_check import judging
from workflows.liability_check.registered import differences
from workflows.refusals import Violation
from workflows.register import Register
from workflows.resignation import edition

if TYPE_CHECKING:
    from workflows.liability_check.facts import LiabilityFacts

Check = Callable[["LiabilityFacts", Any, Register], Iterator[Violation]]


def violations(facts: "LiabilityFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    of_kind = (found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register))
    return [*common_violations(facts, event), *of_kind]


def _has_its_ground(
    _facts: "LiabilityFacts", event: happened.LiabilityCheckOpened, register: Register
) -> Iterator[Violation]:
    yield from offence.performer(event.organization, event.ROW, event.found_on, "found_on", register)
    yield from offence.crime(event.offence)
    yield from offence.dates(event.offence, event.found_on)
    yield from offence.final(event.outcome, event.offence, event.found_on)
    if event.envelope.role != Role.SYSTEM and event.reason is None:
        yield Violation(("reason",), msg("Say why the check is opened by hand."))


def _superior_fits(facts: "LiabilityFacts", event: Any, register: Register) -> Iterator[Violation]:
    if event.superior and facts.registered:
        yield from _superior(event.superior, facts.registered, register)


def _superior(superior: SuperiorThen, opened: happened.LiabilityCheckOpened, register: Register) -> Iterator[Violation]:
    """Hold a superior to the offence and the register: the days, a code or a reason, and who says what the class does not."""
    first, last = opened.offence.happened_on, opened.offence.last_day
    if not first <= superior.last_day <= last:
        text = msg("The offence lasted from {first} to {last}.", first=first, last=last)
        yield Violation(("superior", "last_day"), text)
    if superior.last_day < superior.appointed_on:
        text = msg("The offence was over before the superior was appointed ({day}).", day=superior.appointed_on)
        yield Violation(("superior", "appointed_on"), text)
    known = register.person(superior.person) if superior.person else None
    if superior.person is None and superior.not_in_register is None:
        text = msg("Give either the person's code, or the reason why the register has none.")
        yield Violation(("superior", "person"), text)
    elif known:
        yield from differences(superior, known, opened.organization, register)
    elif superior.person:
        text = msg("There is no person {code} in the register.", code=superior.person)
        yield Violation(("superior", "person"), text)
    yield from _class_is_clear(superior)


def _class_is_clear(superior: SuperiorThen) -> Iterator[Violation]:
    stated, known = superior.political is not None, superior.official.post_class is not PostClass.OTHER
    if stated and known:
        text = msg("The class of the post says whether the superior is a political servant: leave this empty.")
        yield Violation(("superior", "political"), text)
    elif stated is not (superior.political_reason is not None):
        text = msg("Say how it is known whether the superior is a political servant, and only then.")
        yield Violation(("superior", "political_reason"), text)


def _not_before(path: str, earlier: Callable[["LiabilityFacts"], date | None]) -> Check:
    def check(facts: "LiabilityFacts", event: Any, _register: Register) -> Iterator[Violation]:
        first = earlier(facts)
        if first is not None and getattr(event, path) < first:
            yield Violation((path,), msg("This cannot be before {first}.", first=first))

    return check


def _found_on(facts: "LiabilityFacts") -> date | None:
    return facts.registered.found_on if facts.registered else None


def _final_on(facts: "LiabilityFacts") -> date | None:
    return facts.final_on


def _happened_on(facts: "LiabilityFacts") -> date | None:
    """Give the first day of the offence: who resigns for it does so after it, before the act is final maybe."""
    return facts.registered.offence.happened_on if facts.registered else None


def _filed_on(facts: "LiabilityFacts") -> date | None:
    return facts.filed.filed_on if facts.filed else None


def _decided_on(facts: "LiabilityFacts") -> date | None:
    """Give the day of the last decision."""
    known = (facts.resignation, facts.discipline)
    return max((event.ordered_on for event in known if event), default=_found_on(facts))


def _resignation_on(facts: "LiabilityFacts") -> date | None:
    return facts.resignation.ordered_on if facts.resignation else facts.final_on


def _term_is_over(
    facts: "LiabilityFacts", event: happened.ResignationNotFiled, register: Register
) -> Iterator[Violation]:
    """Refuse to say that nothing was filed while it still may be in time (l.411)."""
    if facts.final_on is None:
        return
    due = judging.FILING(facts.final_on, register.calendar(event.noted_on, event.organization)).due
    if event.noted_on <= due:
        yield Violation(
            ("noted_on",), msg("The application may be filed until {due} (l.411): note it after that.", due=due)
        )


def _may_resign(facts: "LiabilityFacts", event: happened.DecidedByHand, _register: Register) -> Iterator[Violation]:
    """Refuse a duty to resign of anybody but a political servant who was three months in the post (l.394)."""
    if event.ruling is not happened.HandRuling.RESIGNS or judging.may_resign(facts):
        return
    text = msg("Three months in the post had not passed at the time of the offence")
    if facts.political is None:
        text = msg("It is not known whether the superior is a political civil servant")
    elif facts.superior and facts.superior.official.post_class is PostClass.QUASI_STATE:
        text = msg("The manager of a quasi-state entity is no civil servant: the supervising body decides")
    elif not facts.political:
        text = msg("An administrative servant does not resign: discipline is considered for the subordinate's crime")
    yield Violation(("ruling",), text)


def _measure_or_reasons(
    _facts: "LiabilityFacts", event: happened.DisciplineDecided, _register: Register
) -> Iterator[Violation]:
    if event.disciplined is (event.measure is None):
        text = msg("Name the measure.") if event.disciplined else msg("There is no measure without discipline.")
        yield Violation(("measure",), text)
    if event.disciplined is (event.reasons is not None):
        text = (
            msg("Reasons are given where there is no discipline.")
            if event.disciplined
            else msg("Give the reasons why the superior is not disciplined (l.417–419).")
        )
        yield Violation(("reasons",), text)


def _move_frees(facts: "LiabilityFacts", event: happened.SuperiorMoved, _register: Register) -> Iterator[Violation]:
    law = edition(facts.final_on) if facts.final_on else None
    if event.new_political and facts.political and law and not law.political_move_frees:
        text = msg(
            "By Law {law} a move to another political post does not free from the duty: go on here.", law=law.law
        )
        yield Violation(("new_political",), text)


def _moved_later(facts: "LiabilityFacts", event: happened.SuperiorMoved, _register: Register) -> Iterator[Violation]:
    if event.noted_on < event.new_appointed_on:
        yield Violation(("noted_on",), msg("This cannot be before {first}.", first=event.new_appointed_on))
    if facts.superior and event.new_appointed_on <= facts.superior.last_day:
        text = msg("The superior was still in the earlier post on {day}.", day=facts.superior.last_day)
        yield Violation(("new_appointed_on",), text)


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.LiabilityCheckOpened: (_has_its_ground, _superior_fits),
    happened.SuperiorNamed: (_superior_fits, _not_before("named_on", _final_on)),
    happened.DecidedByHand: (_may_resign, _not_before("decided_on", _found_on)),
    happened.ResignationFiled: (_not_before("filed_on", _happened_on),),
    happened.ResignationNotFiled: (_term_is_over,),
    happened.ResignationAccepted: (_not_before("ordered_on", _filed_on),),
    happened.ResignationRefused: (_not_before("ordered_on", _filed_on),),
    happened.DisciplineDecided: (_measure_or_reasons, _not_before("ordered_on", _resignation_on)),
    happened.SuperiorMoved: (_move_frees, _moved_later),
    happened.CheckClosed: (_not_before("closed_on", _decided_on),),
}
