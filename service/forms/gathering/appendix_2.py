"""Appendix 2 from the facts of Project 2 and the rows that bodies reported nil, quarter by quarter (l.707–736; A-66, A-67)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from projections.counted import Counted
from projections.facts import Cleared
from service.appendix import Appendix2, RowStatus, appendix_2, cleared
from service.forms.gathering.offences import Told, offence, once, origins
from service.forms.gathering.sources import Found, Sources, joined, origin
from service.moment import looking
from service.told_facts import ToldFact, told_by
from workflows.case import Case
from workflows.forms import Line, Said
from workflows.reconciliation.bodies import SUBTASK as RECONCILIATION
from workflows.reconciliation.facts import ReconciliationFacts

_SAID = {
    RowStatus.FACTS: Said.REPORTED,
    RowStatus.NIL: Said.NIL,
    RowStatus.NOT_REPORTED: Said.MISSING,
    RowStatus.NOT_OWED: Said.NOT_OWED,
    RowStatus.RESTRICTED: Said.RESTRICTED,
}


async def restrictions(sources: Sources) -> Found:
    """Give the facts of each row, each once with all that reported it, and what is said where there are none."""
    seen = await _seen(sources)
    quarters = [await _quarter(sources, period, seen) for period in _quarters(sources.asked.period)]
    if sources.reader:
        await sources.service.gate.listed(
            sources.reader, (case for form in quarters for row in form.rows for case in row.cases)
        )
    ids = {one.id for form in quarters for _, one in form.registrations}
    told = {case_id: (case, fact) for case_id, case in (await sources.cases(ids)).items() if (fact := told_by(case))}
    found = Found()
    for form in quarters:
        for row in form.rows:
            found.lines += filter(None, (_line(sources, counted, told) for counted in row.facts))
    for body, said in _said(quarters).items():
        for part, each in said.items():
            found.says(body, part, _together(each))
    await _reconciled(sources, found)
    return found


def _quarters(period: str) -> Iterator[str]:
    if "Q" in period:
        yield period
    else:
        yield from (f"{period}Q{quarter}" for quarter in range(1, 5))


async def _seen(sources: Sources) -> Cleared:
    """Give the bodies whose secrets the reader may see: rights are those of the present."""
    if sources.reader is None:
        return {}
    register = await sources.service.cases.registry.current()
    return cleared(register, sources.reader.person, sources.service.clock.today())


async def _quarter(sources: Sources, period: str, seen: Cleared) -> Appendix2:
    async with looking(sources.service.pool, sources.moment) as conn:
        return await appendix_2(
            conn, sources.register, sources.asked.organization, period, scope=sources.bodies, seen=seen
        )


def _line(sources: Sources, fact: Counted, told: Mapping[UUID, tuple[Case, ToldFact]]) -> Line | None:
    """Give the line of a fact, in the words of whoever found it first; None of one that is sealed otherwise than the list knows it."""
    known = [
        told[one.id] for one in fact.origins if one.id in told and told[one.id][0].facts.clearance == one.clearance
    ]
    if not known:
        return None
    texts = [sources.worded(known[0][1].registered)]
    for _, each in known:
        texts += [sources.worded(measure) for measure in each.measures]
    return Line(fact.row, (joined(*dict.fromkeys(texts)),), tuple(origin(case) for case, _ in known))


def _said(quarters: list[Appendix2]) -> Mapping[str, Mapping[str, list[Said]]]:
    said: dict[str, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for form in quarters:
        for row in form.rows:
            for cell in row.cells:
                said[cell.organization][row.subtask.code].append(_SAID[cell.status])
    return said


def _together(quarters: list[Said]) -> Said:
    """Give what the quarters of a year say together: some facts are facts, and nil is nil in each of them."""
    owed = [one for one in quarters if one is not Said.NOT_OWED]
    kinds = set(owed)
    if not owed:
        return Said.NOT_OWED
    if Said.RESTRICTED in kinds:
        return Said.RESTRICTED
    if kinds == {Said.MISSING}:
        return Said.MISSING
    if Said.MISSING in kinds:
        return Said.PARTLY
    return Said.REPORTED if Said.REPORTED in kinds else Said.NIL


async def _reconciled(sources: Sources, found: Found) -> None:
    """Tell the offences of the acts of a year, or of those approved in a quarter, as l.380 wants them here, too (A-02); a year without an act lacks it.

    The act of a year is often approved in the next one: it is told in the form of its own year.
    An act tells the parts that were handed over for it, too; an offence of which several bodies tell stands once (requirements §3).
    """
    whole = "Q" not in sources.asked.period
    known = await sources.facts(ReconciliationFacts, RECONCILIATION, [str(sources.asked.year)])
    above = await _above(sources, [case for case, _ in known.values()])
    every: list[Told] = []
    for body in sources.bodies:
        case, facts = known.get((body, str(sources.asked.year)), (None, ReconciliationFacts()))
        if case and _stands(sources, case, facts, above):
            every += [(case, entry) for entry in facts.entries]
            found.says(body, RECONCILIATION, Said.REPORTED if facts.entries else Said.NIL)
        elif facts.covered is not None and facts.handed_on:
            found.says(body, RECONCILIATION, Said.NOT_OWED)
        else:
            owed = whole and sources.owes(body, RECONCILIATION)
            found.says(body, RECONCILIATION, Said.MISSING if owed else Said.NOT_OWED)
    for told in once(every):
        cells = (offence(sources, told[0][1], with_event=True),)
        found.lines.append(Line(RECONCILIATION, cells, origins(told)))


async def _above(sources: Sources, cases: Iterable[Case]) -> Mapping[UUID, Case]:
    """Give the cases of the bodies that reconcile for those of some cases, and of those that do for these."""
    found: dict[UUID, Case] = {}
    while wanted := {case.facts.covered.by for case in cases if case.facts.covered} - found.keys():
        found |= (read := await sources.cases(wanted))
        cases = read.values()
    return found


def _stands(sources: Sources, case: Case, facts: ReconciliationFacts, above: Mapping[UUID, Case]) -> bool:
    """Whether an act of the period tells what a body's lists say: its own, or that of the body that reconciles for it.

    A body in between hands on what it has taken over with its own part.
    """
    left = len(above)  # however the coverings lead
    while facts.covered:
        by = above.get(facts.covered.by) if left else None
        whole, left = by.facts if by else None, left - 1
        if by is None or not isinstance(whole, ReconciliationFacts):
            return False
        if case.organization not in (whole.parts if whole.covered else whole.consolidated):
            return False
        if whole.covered and whole.handed_on is None:
            return False
        case, facts = by, whole
    act = facts.approved
    return act is not None and ("Q" not in sources.asked.period or sources.within(act.approved_on))
