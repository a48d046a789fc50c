"""Appendix 3 from the reconciliations of a year: every body's own offences, each counted once (2.2.1, l.370–380; RU-7).

A body that reconciles for others has one act of all (l.376): its own form tells their parts, too. With the bodies below it, a form is
put together from what each of these found itself, whoever reconciles for it: so nothing is told twice.
"""

from service.forms.gathering.offences import Told, offence, once, origins, status
from service.forms.gathering.sources import Found, Sources, in_order
from service.reconciliation.consolidated import parts
from workflows.case import Case
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
            found.says(body, SUBTASK, _said(facts) if facts.frozen else Said.MISSING)
    every: list[Told] = [
        (case, entry)
        for key in in_order(sources.bodies, known)
        for case, facts in [known[key]]
        if facts.frozen or not sources.asked.consolidated
        for entry in facts.entries
    ]
    own = known.get((sources.asked.organization, year))
    if own and not sources.asked.consolidated:
        every += await _handed_over(sources, found, own[0])
    found.lines += (_line(sources, told) for told in once(sorted(every, key=lambda pair: pair[1].order)))
    return found


async def _handed_over(sources: Sources, found: Found, case: Case) -> list[Told]:
    """Give the lines of the parts that the act tells, and note what each body said for which it is made."""
    told: list[Told] = []
    for part in await parts(sources.cases, case):
        found.says(part.body, SUBTASK, _said(part.facts) if part.is_told else Said.MISSING)
        if part.case and part.is_told:
            told += [(part.case, entry) for entry in part.facts.entries]
    return told


def _said(facts: ReconciliationFacts) -> Said:
    return Said.REPORTED if facts.entries else Said.NIL


def _line(sources: Sources, told: list[Told]) -> Line:
    _, entry = told[0]
    cells = (offence(sources, entry, with_event=False), status(sources, entry))
    return Line(entry.category.value, cells, origins(told))
