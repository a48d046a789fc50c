"""Appendix 3 from the reconciliations of a year: every body's own offences, each counted once (2.2.1, l.370–380; RU-7)."""

from collections.abc import Iterable, Iterator

from events.fact import identity
from service.forms.gathering.offences import offence, status
from service.forms.gathering.sources import Found, Sources, in_order, origin
from workflows.case import Case
from workflows.forms import Line, Origin, Said
from workflows.reconciliation.bodies import SUBTASK
from workflows.reconciliation.entries import Entry
from workflows.reconciliation.facts import ReconciliationFacts

Told = tuple[Case, Entry]


async def reconciliations(sources: Sources) -> Found:
    """Give the lines of the three groups; a body whose lists are still compared, or that has handed nothing over, is told as late."""
    found = Found()
    year = str(sources.asked.year)
    known = await sources.facts(ReconciliationFacts, SUBTASK, [year])
    for body in sources.bodies:
        case, facts = known.get((body, year), (None, ReconciliationFacts()))
        if not sources.owes(body, SUBTASK) and case is None:
            found.says(body, SUBTASK, Said.NOT_OWED)
        else:
            told = Said.REPORTED if facts.entries else Said.NIL
            found.says(body, SUBTASK, told if facts.frozen else Said.MISSING)
    every = [
        (case, entry)
        for key in in_order(sources.bodies, known)
        for case, facts in [known[key]]
        if facts.frozen or not sources.asked.consolidated
        for entry in facts.entries
    ]
    found.lines += (_line(sources, told) for told in _once(sorted(every, key=lambda pair: pair[1].order)))
    return found


def _once(every: Iterable[Told]) -> Iterator[list[Told]]:
    """Give offences with all bodies that told of each: of one person, one act, one day there is one offence (requirements §3)."""
    known: dict[str, list[Told]] = {}
    for case, entry in every:
        told = entry.row.offence
        numbers = (entry.row.crime_no, entry.act_no)
        key = identity(entry.category.value, (told.offender,), told.happened_on, *numbers)
        known.setdefault(key, []).append((case, entry))
    yield from known.values()


def _line(sources: Sources, told: list[Told]) -> Line:
    _, entry = told[0]
    origins: dict[str, Origin] = {case.organization: origin(case) for case, _ in told}
    cells = (offence(sources, entry, with_event=False), status(sources, entry))
    return Line(entry.category.value, cells, tuple(origins.values()))
