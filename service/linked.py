"""Holding a link to name a fact: one of the same row, which whoever links may see (requirements §3)."""

from events.clearance import Clearance
from events.event import CaseEvent
from events.fact import FactLinked, category
from events.text import msg
from service.recall import Recall
from workflows.actor import Actor
from workflows.case import Case
from workflows.fact import FactFacts
from workflows.refusals import Invalid, Unknown, Violation
from workflows.seat import Command


async def check_links(recall: Recall, case: Case, command: Command) -> None:
    """Refuse a link to anything but a fact of the same row and category within sight, alike whether there is such a case.

    The category is part of what makes registrations one fact (requirements §3): an administrative offence is no crime. Raises
    `Invalid`.
    """
    for event in case.pending_events:
        if not isinstance(event, FactLinked) or event.same_as is None:
            continue
        try:
            other = await recall.recall(event.same_as)
        except Unknown:
            other = None
        if other is None or _row(other) != _row(case) or not sees(command.actor, other, command):
            text = msg(
                "There is no fact {case_id} of row {row} that you may see.", case_id=event.same_as, row=_row(case)
            )
            raise Invalid((Violation(("same_as",), text),))
        if _category(other) != _category(case):
            text = msg("That fact is of another category, so it is another one; correct the category if it is wrong.")
            raise Invalid((Violation(("same_as",), text),))


def may_name(command: Command, event: CaseEvent, target: Case) -> bool:
    """Whether a case is there that the caller may name: one of their body or below it, or above the body whose case names it."""
    register, today = command.register, command.today
    return target.version > 0 and (
        register.within(target.organization, command.actor.organization, today)
        or register.within(event.organization, target.organization, today)
    )


def _row(case: Case) -> str:
    """Give the row of Appendix 2 of a fact, "" for any other case."""
    facts = case.facts
    return facts.registered.ROW if isinstance(facts, FactFacts) and facts.registered else ""


def _category(case: Case) -> str:
    """Give the category of the offence that a fact is about, "" if it is about none."""
    facts = case.facts
    return category(facts.registered) if isinstance(facts, FactFacts) and facts.registered else ""


def sees(actor: Actor, case: Case, command: Command) -> bool:
    """Whether it is the case of a body at or below the actor's, and none that is sealed for them."""
    register, clearance, today = command.register, case.facts.clearance, command.today
    within = register.within(case.organization, actor.organization, today)
    return within and (
        not clearance or register.is_cleared(actor.person, Clearance(clearance), case.organization, today)
    )
