"""The country's saves in the order of time, of which only those of one day are at hand at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from operator import itemgetter
from uuid import UUID

from events.almaty import day_of
from service.demo.history.cartograms import Kept
from service.demo.history.telling import Telling

Told = tuple[Telling, int]
"""A telling and the number of its save."""

Ahead = tuple[datetime, Told | Kept]
"""What is to be recorded, and when."""


def command_of(what: Told | Kept) -> UUID:
    """Give the id of the command that records something."""
    return what.command if isinstance(what, Kept) else what[0].command(what[1])


def split(ahead: Iterator[Ahead], after: datetime, until: datetime) -> tuple[list[Ahead], Iterator[Ahead]]:
    """Give what lies after one instant up to another, and what lies beyond that; what lies before is let go."""
    between: list[Ahead] = []
    for one in ahead:
        if one[0] > until:
            return between, chain((one,), ahead)
        if one[0] > after:
            between.append(one)
    return between, ahead


def in_order(tellings: Iterable[Telling], kept: Iterable[Kept]) -> Iterator[Ahead]:
    """Give all saves and acts, the earliest first; nobody's day is shifted into another one."""
    by_template: dict[int, list[Telling]] = defaultdict(list)
    for telling in tellings:
        by_template[id(telling.template)].append(telling)
    days: dict[date, list[tuple[list[Telling], int]]] = defaultdict(list)
    for group in by_template.values():
        for number, save in enumerate(group[0].template.saves):
            days[day_of(save.at)].append((group, number))
    acts: dict[date, list[Kept]] = defaultdict(list)
    for act in kept:
        acts[day_of(act.at)].append(act)
    for day in sorted(days.keys() | acts.keys()):
        found: list[Ahead] = [(act.at, act) for act in acts.get(day, ())]
        found += [(one.at(number), (one, number)) for group, number in days.get(day, ()) for one in group]
        found.sort(key=itemgetter(0))
        yield from found
