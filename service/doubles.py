"""Refusing to register a fact twice: each is registered once by a body, unless it is said to be another one (requirements §3)."""

from uuid import UUID

from events.case import as_known
from events.fact import FactRegistered, is_said_to_be_another
from events.text import Text, msg
from service.linked import sees
from service.recall import Recall
from service.together import Together
from workflows.actor import Role
from workflows.case import Case
from workflows.fact import quarter, row_case
from workflows.refusals import Invalid, Violation
from workflows.reporting_row.facts import RowFacts
from workflows.seat import Command

_FIRST_YEAR = 2024
"""The year of the Instruction: no fact is reported in an earlier one."""


async def check_doubles(recall: Recall, together: Together, case: Case, command: Command) -> None:
    """Refuse a case begun for what its body, or the one that is to check it, has registered already; raises `Invalid`.

    Of a crime the checks that it opens tell: a superior answers once for it, whichever body registers it. The log is asked, by the
    rows of Appendix 2 of all quarters until today: what was withdrawn stands in none.
    """
    begun = case.pending_events[0].originator_version == 1 if case.pending_events else False
    if not begun or command.actor.role is Role.SYSTEM:
        return
    for changed in together.changed.values():
        made = registration(changed)
        fresh = bool(changed.pending_events) and changed.pending_events[0].originator_version == 1
        if made is None or not fresh or is_said_to_be_another(made):
            continue
        for other in await _reported(recall, made, command):
            known = registration(other)
            if other.id != changed.id and known and known.identity == made.identity:
                raise Invalid((Violation(("another",), _told(other, command)),))


def registration(case: Case) -> FactRegistered | None:
    """Give the registration of a fact with all that is known of it, None for a case of anything else."""
    made, *later = as_known(case.history)
    if not isinstance(made, FactRegistered):
        return None
    known: FactRegistered = made
    for event in later:
        known = known.knowing(event)
    return known


async def _reported(recall: Recall, made: FactRegistered, command: Command) -> list[Case]:
    """Give the facts that stand in the row of the body, of all quarters."""
    last = quarter(command.today)
    periods = [f"{year}Q{n}" for year in range(_FIRST_YEAR, command.today.year + 1) for n in range(1, 5)]
    rows = [row_case(made.organization, made.ROW, period) for period in periods if period <= last]
    facts: list[UUID] = []
    for row in (await recall.several(rows)).values():
        if isinstance(row.facts, RowFacts):
            facts += row.facts.facts
    return list((await recall.several(facts)).values())


def _told(first: Case, command: Command) -> Text:
    """Name the case that is there to whoever may see it."""
    if sees(command.actor, first, command):
        return msg("This is registered already: case {case_id}. If it is another fact, say here why.", case_id=first.id)
    return msg("This is registered already. If it is another fact, say here why.")
