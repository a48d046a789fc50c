"""Rows that say the same name and mark: what fits one of them fits all, so that namesakes are looked at once, however many."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, product
from typing import TypeVar

from workflows.reconciliation.record import Record
from workflows.reconciliation.stages import Stage

T = TypeVar("T")

CROWD = 20
"""Where a key finds more names than this in both lists, nobody is told from anybody: all are taken to fit, none is paired."""

CANDIDATES = 20
"""How many of the rows that fit a row alike are named."""


@dataclass(frozen=True, slots=True, eq=False)  # compared as things: there may be thousands of rows in one
class Namesakes:
    """Rows of one list that a rule cannot tell apart, in the order of their codes."""

    rows: tuple[Record, ...]


def index(keyed: Iterable[tuple[T, Iterable[Hashable]]]) -> dict[Hashable, list[T]]:
    """Give things by each of their keys."""
    found: defaultdict[Hashable, list[T]] = defaultdict(list)
    for thing, keys in keyed:
        for key in keys:
            found[key].append(thing)
    return dict(found)


def fitting(stage: Stage, ones: Iterable[Record], others: Iterable[Record]) -> Iterator[tuple[Namesakes, Namesakes]]:
    """Give the namesakes of the one list and of the other that fit each other, each couple once."""
    waiting = _by_key(stage, others)
    judged: dict[tuple[Namesakes, Namesakes], bool] = {}
    for key, seekers in _by_key(stage, ones).items():
        sought = waiting.get(key, [])
        if min(len(seekers), len(sought)) > CROWD:
            taken = chain(product(seekers, sought[:CANDIDATES]), product(seekers[:CANDIDATES], sought))
            judged |= dict.fromkeys(taken, True)
        else:
            for one, other in product(seekers, sought):
                if (one, other) not in judged:
                    judged[one, other] = stage.fits(one.rows[0].name, other.rows[0].name)
    return (couple for couple, fits in judged.items() if fits)


def candidates(found: Iterable[Namesakes]) -> tuple[str, ...]:
    """Name the rows that fit a row alike; of very many, the first."""
    return tuple(sorted(record.code for namesakes in found for record in namesakes.rows[:CANDIDATES])[:CANDIDATES])


def _by_key(stage: Stage, records: Iterable[Record]) -> dict[Hashable, list[Namesakes]]:
    groups = index((record, [(record.name, frozenset(stage.marks(record)))]) for record in records)
    return index((Namesakes(tuple(rows)), stage.keys(rows[0])) for rows in groups.values())
