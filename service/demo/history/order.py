"""The country's saves in the order of time, of which only those of one day are at hand at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from operator import itemgetter

from events.almaty import day_of
from service.demo.history.cartograms import Kept
from service.demo.history.telling import Telling

Save = tuple[Telling, int]
"""A telling and the number of its save."""


def in_order(tellings: Iterable[Telling], kept: Iterable[Kept]) -> Iterator[tuple[datetime, Save | Kept]]:
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
        found: list[tuple[datetime, Save | Kept]] = [(act.at, act) for act in acts.get(day, ())]
        found += [(one.at(number), (one, number)) for group, number in days.get(day, ()) for one in group]
        found.sort(key=itemgetter(0))
        yield from found
