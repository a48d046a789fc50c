"""What the act of reconciliation tells: the offences of the year that both lists, or those who compared them, stand by (App. 3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from events.offence import OffenceCategory
from events.reconciliation import OwnRow, RegistryRow, Resolution
from workflows.reconciliation.differences import PAIRED, Difference

_GROUPS = {category: place for place, category in enumerate(OffenceCategory)}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the act: of a row of the body's list, with what the registry knows better."""

    code: str
    category: OffenceCategory
    counts_on: date | None
    act_no: str | None
    row: OwnRow

    @property
    def order(self) -> tuple[int, date, str]:
        """Its place in the act: by category in the order of Appendix 3 (l.755–759), in each by date."""
        return _GROUPS[self.category], self.counts_on or date.min, self.code


def entries(
    year: int, own: Mapping[str, OwnRow], registry: Mapping[str, RegistryRow], differences: Iterable[Difference]
) -> tuple[Entry, ...]:
    """Give the lines of the year in their order; who prints them numbers them in each category."""
    settled: dict[str, list[Difference]] = {}
    for difference in differences:
        if difference.own and difference.resolution:
            settled.setdefault(difference.own, []).append(difference)
    found = (entry for row in own.values() for entry in _of(row, registry, settled.get(row.code, [])))
    due = (entry for entry in found if entry.counts_on and entry.counts_on.year == year)
    return tuple(sorted(due, key=lambda entry: entry.order))


def _of(row: OwnRow, registry: Mapping[str, RegistryRow], settled: list[Difference]) -> Iterator[Entry]:
    entry = Entry(row.code, row.offence.category, row.counts_on, row.act_no, row)
    for difference in settled:
        said = difference.resolution.resolution if difference.resolution else None
        if said is Resolution.OUTSIDE_SCOPE or (said is Resolution.REGISTRY_RIGHT and difference.kind not in PAIRED):
            return
        if said is Resolution.REGISTRY_RIGHT:
            better = registry[difference.registry]
            entry = Entry(
                row.code, better.category, better.counts_on or row.counts_on, better.act_no or row.act_no, row
            )
    yield entry
