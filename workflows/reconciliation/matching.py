"""Two lists held against each other: which rows are one fact, by which rule, and what is in one list alone.

It depends on what the rows say, neither on their order nor on which list is called which. Rows are found by keys, never each
compared with each. A row stands in one pair at most: the better rule goes first, and what fits several rows alike is in none.
Rows that say the same name are judged together (see `namesakes`), so that many namesakes are no more work than one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product

from workflows.reconciliation.namesakes import Namesakes, candidates, fitting, index
from workflows.reconciliation.record import Record, differing
from workflows.reconciliation.stages import STAGES, MatchRule, Stage

COMPARED = 10_000
"""How many couples of rows with the same name and mark are looked at for those that differ least; of more, none is taken."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of each list taken for one fact; one that is `proposed` waits for a person to confirm it."""

    own: Record
    registry: Record
    rule: MatchRule
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Matched:
    """The pairs, and the rows left alone in each list; of these `candidates` gives the first rows that fitted one alike, by code."""

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

    def doubt(self, namesakes: Namesakes, fits: Iterable[Namesakes]) -> None:
        """Leave rows alone: several fit them, or what fits them fits others, too."""
        self.doubtful |= dict.fromkeys((record.code for record in namesakes.rows), candidates(fits))

    def open(self) -> list[Record]:
        """Give the rows that may still be paired."""
        return [record for code, record in self.free.items() if code not in self.doubtful]


def match(own: Iterable[Record], registry: Iterable[Record]) -> Matched:
    """Hold two lists against each other; codes are unique in each."""
    mine, theirs = _left(own), _left(registry)
    pairs: list[Pair] = []
    for stage in STAGES:
        found = _best_agreeing(stage, mine, theirs) if stage.exact else _only_ones(stage, mine, theirs)
        for one, other in list(found):  # before rows are taken out of what they are found in
            pairs.append(Pair(one, other, stage.rule, stage.proposes))
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


def _best_agreeing(stage: Stage, mine: _Left, theirs: _Left) -> Iterator[tuple[Record, Record]]:
    """Pair rows that say the same name and mark; of several those that agree in all else, then those that differ least."""
    waiting = index((record, stage.keys(record)) for record in theirs.open())
    for key, ones in index((record, stage.keys(record)) for record in mine.open()).items():
        if others := waiting.get(key):
            yield from _couples(ones, others)


def _couples(ones: list[Record], others: list[Record]) -> Iterator[tuple[Record, Record]]:
    mine, theirs = _by_details(ones), _by_details(others)
    for details in mine.keys() & theirs.keys():
        yield from _taken(mine[details], theirs[details])
    left, sought = [rows for rows in mine.values() if rows], [rows for rows in theirs.values() if rows]
    if len(left) * len(sought) <= COMPARED:
        for these, those in sorted(product(left, sought), key=lambda couple: _distance(couple[0][0], couple[1][0])):
            yield from _taken(these, those)


def _by_details(records: Iterable[Record]) -> dict[tuple[str, ...], list[Record]]:
    found: defaultdict[tuple[str, ...], list[Record]] = defaultdict(list)
    for record in records:
        found[record.details].append(record)
    return found


def _taken(ones: list[Record], others: list[Record]) -> Iterator[tuple[Record, Record]]:
    """Give couples as long as there are rows on both sides, and take them out."""
    number = min(len(ones), len(others))
    couples = list(zip(ones[:number], others[:number], strict=True))
    del ones[:number], others[:number]
    yield from couples


def _distance(one: Record, other: Record) -> tuple[object, ...]:
    """Give how far two rows are apart: by what they say differently, then by what one says alone; alike from either side."""
    unequal = sum(mine != theirs for mine, theirs in zip(one.details, other.details, strict=True))
    return len(differing(one, other)), unequal, sorted((one.details, other.details))


def _only_ones(stage: Stage, mine: _Left, theirs: _Left) -> Iterator[tuple[Record, Record]]:
    """Pair rows of which each is the only one that fits the other; those that fit several are doubtful from now on."""
    fits: defaultdict[Namesakes, list[Namesakes]] = defaultdict(list)
    fitted: defaultdict[Namesakes, list[Namesakes]] = defaultdict(list)
    for one, other in fitting(stage, mine.open(), theirs.open()):
        fits[one].append(other)
        fitted[other].append(one)
    certain = {one: others[0] for one, others in fits.items() if _is_only(others) and _is_only(fitted[others[0]])}
    for left, found, paired in ((mine, fits, certain.keys()), (theirs, fitted, frozenset(certain.values()))):
        for namesakes, alike in found.items():
            if namesakes not in paired:
                left.doubt(namesakes, alike)
    return ((one.rows[0], other.rows[0]) for one, other in certain.items())


def _is_only(found: list[Namesakes]) -> bool:
    """Whether these are one row."""
    return sum(len(namesakes.rows) for namesakes in found) == 1
