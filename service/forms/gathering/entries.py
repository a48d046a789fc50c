"""The entries of a subtask in a period, of every body, with what each of them said: the work of months, or of a year."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from events.subtask import Entry
from service.forms.gathering.sources import Found, Sources, in_order, origin
from workflows.forms import Cell, Line, Said
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.period import bounds

E = TypeVar("E", bound=Entry)


async def tell(
    sources: Sources,
    found: Found,
    subtask: str,
    periods: Sequence[str],
    kind: type[E],
    line: Callable[[E], tuple[str, tuple[Cell, ...]]],
) -> None:
    """Add the lines of a subtask: `line` gives the part and the cells of an entry; and note what each body said in it."""
    known = await sources.facts(SubtaskFacts, subtask, periods)
    told: dict[str, list[Said]] = {}
    for body, period in in_order(sources.bodies, known):
        case, facts = known[body, period]
        entries = [entry for entry in facts.entries if isinstance(entry, kind) and sources.within(entry.occurred_on)]
        for entry in sorted(entries, key=lambda one: (one.occurred_on, one.originator_version)):
            group, cells = line(entry)
            found.lines.append(Line(group, cells, (origin(case),)))
        told.setdefault(body, []).append(Said.REPORTED if entries else Said.NIL if facts.nil else Said.MISSING)
    for body in sources.bodies:
        found.says(body, subtask, _together(sources, body, subtask, told.get(body, []), _owed(sources, body, periods)))


def _owed(sources: Sources, body: str, periods: Sequence[str]) -> int:
    """Count the periods in which a body owed the work: in which it existed, and which end with that of the form.

    What is owed once a year is owed in the form of the year: in that of a month nobody misses it.
    """
    days = (bounds(one) for one in periods if bounds(one)[1] <= sources.span[1])
    return sum(any(sources.register.exists(body, day) for day in both) for both in days)


def _together(sources: Sources, body: str, subtask: str, told: Sequence[Said], periods: int) -> Said:
    """Give what a body said in all periods together; of those in which nothing was ever recorded it said nothing."""
    said = {*told, *([Said.MISSING] if len(told) < periods else [])}
    if not periods and said <= {Said.MISSING}:
        return Said.NOT_OWED
    if said == {Said.MISSING}:
        return Said.MISSING if sources.owes(body, subtask) else Said.NOT_OWED
    if Said.MISSING in said:
        return Said.PARTLY
    return Said.REPORTED if Said.REPORTED in said else Said.NIL


def months(period: str) -> Iterator[str]:
    """Give the months of a period."""
    year, rest = period[:4], period[4:]
    if rest.startswith("-"):
        yield period
        return
    first, last = (int(rest[1]) * 3 - 2, int(rest[1]) * 3) if rest else (1, 12)
    yield from (f"{year}-{month:02}" for month in range(first, last + 1))
