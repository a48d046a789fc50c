"""The lines of a consolidated act: those of the body's own case, then those of the cases that it covers, read where they are."""

from dataclasses import dataclass

from service.cases import Cases
from workflows.case import Case
from workflows.consequences import case_id
from workflows.reconciliation.bodies import SUBTASK
from workflows.reconciliation.entries import Entry
from workflows.reconciliation.facts import ReconciliationFacts


@dataclass(frozen=True, slots=True)
class Part:
    """A covered body's case; None if it is not to be had."""

    body: str
    case: Case | None

    @property
    def facts(self) -> ReconciliationFacts:
        """What is known of it."""
        return self.case.facts if self.case else ReconciliationFacts()

    @property
    def is_late(self) -> bool:
        """Whether its part is not handed over, so that the act does not tell its rows."""
        return self.facts.handed_on is None


async def parts(cases: Cases, case: Case) -> tuple[Part, ...]:
    """Give the cases that a case covers, and those that they cover in their turn, by body in the order of the decisions."""
    found: list[Part] = []
    waiting = [case]
    while waiting:
        facts: ReconciliationFacts = waiting.pop(0).facts
        ids = {body: case_id(body, SUBTASK, str(facts.year)) for body in facts.covers}
        known = await cases.several(list(ids.values()))
        covered = [Part(body, known.get(one)) for body, one in ids.items()]
        found += covered
        waiting += [part.case for part in covered if part.case]
    return tuple(found)


async def lines(cases: Cases, case: Case) -> tuple[tuple[Case, Entry], ...]:
    """Give the lines of the act by category (l.755–759), in each by date; of covered bodies those that have handed over."""
    told = [case, *(part.case for part in await parts(cases, case) if part.case and not part.is_late)]
    every = [(one, entry) for one in told for entry in one.facts.entries]
    return tuple(sorted(every, key=lambda pair: pair[1].order))
