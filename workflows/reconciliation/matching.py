"""Two lists held against each other: which rows are one fact, by which rule, and what is in one list alone.

It depends on what the rows say, neither on their order nor on which list is called which. Rows are found by keys, never each
compared with each. A row stands in one pair at most: the better rule goes first, and what fits several rows alike is in none.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from workflows.reconciliation.record import Record
from workflows.reconciliation.stages import STAGES, MatchRule, Stage


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of each list taken for one fact."""

    own: Record
    registry: Record
    rule: MatchRule


@dataclass(frozen=True, slots=True)
class Matched:
    """The pairs, and the rows left alone in each list; of these `candidates` gives the rows that fitted one alike, by code."""

    pairs: tuple[Pair, ...]
    own_only: tuple[Record, ...]
    registry_only: tuple[Record, ...]
    own_candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    registry_candidates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass
class _Left:
    """Rows of a list that are in no pair yet, and those that no later rule may pair, with what fits them."""

    free: dict[str, Record]
    doubtful: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def take(self, record: Record) -> None:
        """Let a row be in a pair."""
        del self.free[record.code]

    def doubt(self, code: str, candidates: Iterable[str]) -> None:
        """Leave a row alone: several fit it, or what fits it fits others, too."""
        self.doubtful[code] = tuple(sorted(candidates))

    def open(self) -> list[Record]:
        """Give the rows that may still be paired."""
        return [record for code, record in self.free.items() if code not in self.doubtful]


def match(own: Iterable[Record], registry: Iterable[Record]) -> Matched:
    """Hold two lists against each other; codes are unique in each."""
    mine, theirs = _left(own), _left(registry)
    pairs: list[Pair] = []
    for stage in STAGES:
        found = _in_order(stage, mine, theirs) if stage.exact else _only_ones(stage, mine, theirs)
        for one, other in found:
            pairs.append(Pair(one, other, stage.rule))
            mine.take(one)
            theirs.take(other)
    return Matched(
        tuple(sorted(pairs, key=lambda pair: pair.own.code)),
        tuple(mine.free.values()),
        tuple(theirs.free.values()),
        mine.doubtful,
        theirs.doubtful,
    )


def _left(records: Iterable[Record]) -> _Left:
    return _Left({record.code: record for record in sorted(records, key=lambda record: record.code)})


def _in_order(stage: Stage, mine: _Left, theirs: _Left) -> list[tuple[Record, Record]]:
    """Pair rows that say the same name and mark; of several those that agree in all else, then the rest in order."""
    found: list[tuple[Record, Record]] = []
    index = _index((record, stage.kept(record)) for record in theirs.open())
    for key, ones in _index((record, stage.looked_up(record)) for record in mine.open()).items():
        if others := index.get(key):
            found += _couples(ones, others) if len(ones) + len(others) > 2 else [(ones[0], others[0])]
    return found


def _couples(ones: Sequence[Record], others: Sequence[Record]) -> Iterator[tuple[Record, Record]]:
    waiting = _index((record, {record.details}) for record in others)
    rest: list[Record] = []
    taken: set[str] = set()
    for one in ones:
        if equal := waiting.get(one.details):
            other = equal.pop(0)
            taken.add(other.code)
            yield one, other
        else:
            rest.append(one)
    left = [other for other in others if other.code not in taken]
    yield from zip(sorted(rest, key=_order), sorted(left, key=_order), strict=False)


def _only_ones(stage: Stage, mine: _Left, theirs: _Left) -> list[tuple[Record, Record]]:
    """Pair rows of which each is the only one that fits the other; those that fit several are doubtful from now on."""
    index = _index((record, stage.kept(record)) for record in theirs.open())
    fitting: dict[str, list[Record]] = {}
    fitted: defaultdict[str, list[Record]] = defaultdict(list)
    for one in mine.open():
        candidates = chain.from_iterable(index.get(key, ()) for key in stage.looked_up(one))
        distinct = {other.code: other for other in candidates}
        fits = [other for _, other in sorted(distinct.items()) if stage.fits(one.name, other.name)]
        if fits:
            fitting[one.code] = fits
            for other in fits:
                fitted[other.code].append(one)
    found: list[tuple[Record, Record]] = []
    for code, others in fitting.items():
        if len(others) == 1 and len(fitted[others[0].code]) == 1:
            found.append((mine.free[code], others[0]))
        else:
            mine.doubt(code, (other.code for other in others))
            for other in others:
                theirs.doubt(other.code, (one.code for one in fitted[other.code]))
    return found


def _index(keyed: Iterable[tuple[Record, Iterable[Hashable]]]) -> dict[Hashable, list[Record]]:
    index: defaultdict[Hashable, list[Record]] = defaultdict(list)
    for record, keys in keyed:
        for key in keys:
            index[key].append(record)
    return dict(index)


def _order(record: Record) -> tuple[str, ...]:
    return (*record.details, record.code)
