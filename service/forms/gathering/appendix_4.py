"""Appendix 4 from what bodies reported of the state social order (4.1.2, l.597–603): money is counted once.

What a body reports is of all of its region or district, so it stands for those below it; where it has reported nothing yet, these stand
for themselves.
"""

from collections.abc import Iterator, Mapping

from events.subtask import SocialOrderReported
from service.forms.gathering.sources import Found, Sources, origin
from workflows.case import Case
from workflows.forms import Line, Origin, Said
from workflows.forms.layouts.appendix_4 import BREAKDOWN, NEXT, REGION, YEAR
from workflows.subtask.facts import SubtaskFacts

SUBTASK = "4.1.2"

Reported = tuple[Case, SocialOrderReported]

_SUMS: Mapping[str, tuple[str, str]] = {
    REGION: ("total", "anticorruption"),
    YEAR: ("total_of_year", "anticorruption_of_year"),
    NEXT: ("total_of_next_year", "anticorruption_of_next_year"),
}


async def social_order(sources: Sources) -> Found:
    """Give the sums of the region and their breakdown; nothing as long as nobody reported."""
    found = Found()
    year = str(sources.asked.year)
    known = await sources.facts(SubtaskFacts, SUBTASK, [year])
    reported: dict[str, Reported] = {}
    for (body, _), (case, facts) in known.items():
        entries = [entry for entry in facts.entries if isinstance(entry, SocialOrderReported)]
        if entries:
            reported[body] = (case, entries[-1])
    for body in sources.bodies:
        nil = (body, year) in known and known[body, year][1].nil is not None
        missing = Said.MISSING if sources.owes(body, SUBTASK) else Said.NOT_OWED
        found.says(body, SUBTASK, Said.REPORTED if body in reported else Said.NIL if nil else missing)
    counted = list(_counted(sources, sources.asked.organization, reported))
    origins = tuple(origin(case) for case, _ in counted)
    if counted:
        found.lines += [_sums(part, counted, origins) for part in _SUMS]
        found.lines += _breakdown(counted)
    return found


def _counted(sources: Sources, body: str, reported: Mapping[str, Reported]) -> Iterator[Reported]:
    """Give the reports that count: each body's own, or those of the bodies directly below it in its place."""
    if body in reported:
        yield reported[body]
    elif sources.asked.consolidated:
        for below in sources.register.below(body, sources.span[1]):
            yield from _counted(sources, below, reported)


def _sums(part: str, counted: list[Reported], origins: tuple[Origin, ...]) -> Line:
    whole, of_it = _SUMS[part]
    return Line(part, tuple(sum(getattr(event, name) for _, event in counted) for name in (whole, of_it)), origins)


def _breakdown(counted: list[Reported]) -> Iterator[Line]:
    """Give a line for each unit; the same unit of two reports is one, with both sums together."""
    units: dict[str, tuple[int, list[str], list[Origin]]] = {}
    for case, event in counted:
        for row in event.breakdown:
            amount, notes, origins = units.get(row.unit, (0, [], []))
            units[row.unit] = (
                amount + row.amount,
                [*notes, *([row.note] if row.note else [])],
                [*origins, origin(case)],
            )
    for unit, (amount, notes, origins) in units.items():
        yield Line(BREAKDOWN, (unit, amount, "; ".join(notes)), tuple(origins))
