"""The rules by which rows of two lists are paired, the best first: by what a rule finds its candidates, and what it accepts."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from workflows.reconciliation.names import Parts, alike, in_order, letters, one_slip_apart, shortenings, whole
from workflows.reconciliation.record import Record
from workflows.reconciliation.spellings import (
    lacks_patronymic,
    respelled,
    run_together,
    spelled_otherwise,
    without_patronymic,
)


class MatchRule(StrEnum):
    """Why two rows are taken for one fact. What is only near proposes it, and so do other spellings: a person decides."""

    ACT_AND_NAME = "act_and_name"
    CRIME_AND_NAME = "crime_and_name"
    NAME_AND_DATE = "name_and_date"
    NAME_AND_EVENT = "name_and_event"
    INITIALS_AND_DATE = "initials_and_date"
    INITIALS_AND_EVENT = "initials_and_event"
    SPELLING_AND_ACT = "spelling_and_act"
    SPELLING_AND_CRIME = "spelling_and_crime"
    SPELLING_AND_DATE = "spelling_and_date"
    SPELLING_AND_EVENT = "spelling_and_event"
    SHORT_NAME_AND_ACT = "short_name_and_act"
    SHORT_NAME_AND_CRIME = "short_name_and_crime"
    SHORT_NAME_AND_DATE = "short_name_and_date"
    SHORT_NAME_AND_EVENT = "short_name_and_event"
    NEAR_NAME_AND_ACT = "near_name_and_act"
    NEAR_NAME_AND_CRIME = "near_name_and_crime"
    NEAR_NAME_AND_DATE = "near_name_and_date"
    NEAR_NAME_AND_EVENT = "near_name_and_event"
    NAME_AND_NEAR_DATE = "name_and_near_date"
    NAME_AND_NEAR_EVENT = "name_and_near_event"


Mark = Callable[[Record], Iterable[Hashable]]


@dataclass(frozen=True, slots=True)
class Stage:
    """A rule at work.

    `names` gives the keys of a name, `marks` what else must agree. Rows that share a key are candidates, `fits` decides.
    `exact` says that rows of one key say the same name and mark, so that those that agree best are paired if there are several.
    `proposes` says that a person must confirm its pairs.
    """

    rule: MatchRule
    names: Callable[[Parts], Iterable[Hashable]]
    marks: Mark
    fits: Callable[[Parts, Parts], bool]
    exact: bool = False
    proposes: bool = False

    def keys(self, record: Record) -> set[Hashable]:
        """Give the keys by which a row is found."""
        found = tuple(self.marks(record))
        return {(mark, name) for name in self.names(record.name) for mark in found} if found else set()


def near_days(day: date) -> set[date]:
    """Give the days that somebody may have meant who wrote another: a day off, day and month exchanged, or two digits."""
    found = {day - timedelta(days=1), day + timedelta(days=1)}
    swapped_day, swapped_month = (int(f"{n:02}"[::-1]) for n in (day.day, day.month))
    for month, number in ((day.day, day.month), (day.month, swapped_day), (swapped_month, day.day)):
        try:
            found.add(date(day.year, month, number))
        except ValueError:
            continue
    return found - {day}


def _whole(name: Parts) -> Iterator[Hashable]:
    yield whole(name)


def _by_part(name: Parts) -> Iterator[Hashable]:
    """Give each written-out part with the first letters of all: initials and full names share one."""
    yield from ((part, letters(name)) for part in name if len(part) > 1)


def _by_spelling(name: Parts) -> Iterator[Hashable]:
    """Give the same of a name in the spelling that different hands have in common, and its letters without spaces."""
    yield from _by_part(respelled(name))
    yield run_together(name)


def _by_slip(name: Parts) -> Iterator[Hashable]:
    """Give what is left of each written-out part after a slip, with the first letters of the other parts."""
    for place, part in enumerate(name):
        if len(part) > 1:
            rest = letters((*name[:place], *name[place + 1 :]))
            yield from ((short, rest) for short in shortenings(part))


def _act(record: Record) -> Iterator[str]:
    if record.act_no:
        yield record.act_no


def _crime(record: Record) -> Iterator[str]:
    if record.crime_no:
        yield record.crime_no


def _date(record: Record) -> Iterator[date]:
    if record.counts_on:
        yield record.counts_on


def _event(record: Record) -> Iterator[date]:
    if record.happened_on:
        yield record.happened_on


def _near_date(record: Record) -> Iterator[Hashable]:
    return _near(record.counts_on)


def _near_event(record: Record) -> Iterator[Hashable]:
    return _near(record.happened_on)


def _near(day: date | None) -> Iterator[Hashable]:
    """Give a day with each that is near: two days that are near each other have this couple in common."""
    if day:
        yield from (frozenset((day, other)) for other in near_days(day))


def _equal(_one: Parts, _other: Parts) -> bool:
    return True


_R = MatchRule
STAGES = (
    Stage(_R.ACT_AND_NAME, _whole, _act, _equal, exact=True),
    Stage(_R.ACT_AND_NAME, _by_part, _act, alike),
    Stage(_R.CRIME_AND_NAME, _whole, _crime, _equal, exact=True),
    Stage(_R.CRIME_AND_NAME, _by_part, _crime, alike),
    Stage(_R.NAME_AND_DATE, _whole, _date, _equal, exact=True),
    Stage(_R.NAME_AND_EVENT, _whole, _event, _equal, exact=True),
    Stage(_R.INITIALS_AND_DATE, _by_part, _date, in_order),
    Stage(_R.INITIALS_AND_EVENT, _by_part, _event, in_order),
    Stage(_R.INITIALS_AND_DATE, _by_part, _date, alike, proposes=True),
    Stage(_R.INITIALS_AND_EVENT, _by_part, _event, alike, proposes=True),
    Stage(_R.SPELLING_AND_ACT, _by_spelling, _act, spelled_otherwise, proposes=True),
    Stage(_R.SPELLING_AND_CRIME, _by_spelling, _crime, spelled_otherwise, proposes=True),
    Stage(_R.SPELLING_AND_DATE, _by_spelling, _date, spelled_otherwise, proposes=True),
    Stage(_R.SPELLING_AND_EVENT, _by_spelling, _event, spelled_otherwise, proposes=True),
    Stage(_R.SHORT_NAME_AND_ACT, without_patronymic, _act, lacks_patronymic, proposes=True),
    Stage(_R.SHORT_NAME_AND_CRIME, without_patronymic, _crime, lacks_patronymic, proposes=True),
    Stage(_R.SHORT_NAME_AND_DATE, without_patronymic, _date, lacks_patronymic, proposes=True),
    Stage(_R.SHORT_NAME_AND_EVENT, without_patronymic, _event, lacks_patronymic, proposes=True),
    Stage(_R.NEAR_NAME_AND_ACT, _by_slip, _act, one_slip_apart, proposes=True),
    Stage(_R.NEAR_NAME_AND_CRIME, _by_slip, _crime, one_slip_apart, proposes=True),
    Stage(_R.NEAR_NAME_AND_DATE, _by_slip, _date, one_slip_apart, proposes=True),
    Stage(_R.NEAR_NAME_AND_EVENT, _by_slip, _event, one_slip_apart, proposes=True),
    Stage(_R.NAME_AND_NEAR_DATE, _by_part, _near_date, alike, proposes=True),
    Stage(_R.NAME_AND_NEAR_EVENT, _by_part, _near_event, alike, proposes=True),
)
"""The rules, the best first."""
