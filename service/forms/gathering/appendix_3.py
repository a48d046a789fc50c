"""Appendix 3 from the reconciliations of a year: every body's own offences, each counted once (2.2.1, l.370–380; RU-7)."""

from service.forms.gathering.offences import Told, offence, once, origins, status
from service.forms.gathering.sources import Found, Sources, in_order
from workflows.forms import Line, Said
from workflows.reconciliation.bodies import SUBTASK
from workflows.reconciliation.facts import ReconciliationFacts


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
    found.lines += (_line(sources, told) for told in once(sorted(every, key=lambda pair: pair[1].order)))
    return found


def _line(sources: Sources, told: list[Told]) -> Line:
    _, entry = told[0]
    cells = (offence(sources, entry, with_event=False), status(sources, entry))
    return Line(entry.category.value, cells, origins(told))
