"""The lines of a consolidated act: those of the body's own case, then those of the cases that it covers, read where they are."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from workflows.case import Case
from workflows.consequences import case_id
from workflows.reconciliation.bodies import SUBTASK
from workflows.reconciliation.entries import Entry
from workflows.reconciliation.facts import ReconciliationFacts

Reads = Callable[[list[UUID]], Awaitable[Mapping[UUID, Case]]]
"""Gives cases by their ids, those that there are: of the present, or of the moment that somebody looks at."""


@dataclass(frozen=True, slots=True)
class Part:
    """A covered body's case, None if it is not to be had; `is_told` says whether the act of the first body tells its rows.

    An act that is approved tells the parts that had been handed over by then; any other those that are now. What a body in between
    has taken over is told once that has handed its own part over.
    """

    body: str
    case: Case | None
    is_told: bool

    @property
    def facts(self) -> ReconciliationFacts:
        """What is known of it."""
        return self.case.facts if self.case else ReconciliationFacts()

    @property
    def is_late(self) -> bool:
        """Whether its part is not handed over."""
        return self.facts.handed_on is None


async def parts(read: Reads, case: Case) -> tuple[Part, ...]:
    """Give the cases that a case covers, and those that they cover in their turn, by body in the order of the decisions."""
    found: list[Part] = []
    waiting = [(case, True)]
    while waiting:
        above, tells = waiting.pop(0)
        facts: ReconciliationFacts = above.facts
        ids = {body: case_id(body, SUBTASK, str(facts.year)) for body in facts.covers}
        known = await read(list(ids.values()))
        taken = facts.consolidated if facts.approved else facts.parts
        covered = [Part(body, known.get(one), tells and body in taken) for body, one in ids.items()]
        found += covered
        waiting += [(part.case, part.is_told) for part in covered if part.case]
    return tuple(found)


async def lines(read: Reads, case: Case) -> tuple[tuple[Case, Entry], ...]:
    """Give the lines of the act by category (l.755–759), in each by date; of covered bodies those whose parts it tells."""
    told = [case, *(part.case for part in await parts(read, case) if part.case and part.is_told)]
    every = [(one, entry) for one in told for entry in one.facts.entries]
    return tuple(sorted(every, key=lambda pair: pair[1].order))
