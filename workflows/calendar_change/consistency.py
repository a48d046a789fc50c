"""What a proposal to change the calendar may not contradict: the calendar as it is known by now, itself, and who may propose it."""

from collections.abc import Iterator, Sequence
from datetime import date

from events.almaty import day_of
from events.calendar_change import (
    Applicability,
    CalendarChangeProposed,
    DayOffProposed,
    FestivalDateProposed,
    HolidayProposed,
    HolidayWithdrawalProposed,
    Reach,
    SwapProposed,
    WeekAffected,
)
from events.text import Text, msg
from workflows.actor import Role
from workflows.calendar import Calendar, Week
from workflows.calendar_change.overrides import KURBAN_AIT, applicability, holiday_on
from workflows.refusals import Violation
from workflows.regions import REGIONS
from workflows.register import Register

_NEAR = 14  # days: the days of a swap lie in one year or in neighbouring weeks
_WEEKS: dict[WeekAffected, tuple[Week, ...]] = {
    WeekAffected.FIVE: (5,), WeekAffected.SIX: (6,), WeekAffected.ALL: (5, 6)
}  # fmt: skip


def wrong(event: CalendarChangeProposed, register: Register) -> Iterator[Violation]:
    """Say everything that is wrong with a proposal, given what was approved before."""
    yield from _act(event)
    outside = [Violation((name,), _outside()) for name, day in _days(event) if not _known(day)]
    if outside:
        yield from outside
        return
    applies = applicability(event)
    if applies.reach is not Reach.ORGANIZATION and event.envelope.role not in {Role.SUPERVISOR, Role.SYSTEM}:
        text = msg("The calendar of the nation or a region is changed by supervisors of the anti-corruption body.")
        yield Violation(("applies", "reach") if isinstance(event, SwapProposed | DayOffProposed) else (), text)
    weeks = _calendars(event, applies, register)
    match event:
        case SwapProposed():
            yield from _place(applies)
            yield from _swap(event, weeks)
        case DayOffProposed():
            yield from _place(applies)
            if not all(calendar.is_working(event.day) for calendar in weeks):
                yield Violation(("day",), msg("This day is a day off already."))
        case HolidayProposed() if holiday_on(event.day, weeks[0]):
            yield Violation(("day",), msg("This day is a holiday already."))
        case FestivalDateProposed() if holiday_on(event.replaces, weeks[0]) != KURBAN_AIT:
            yield Violation(("replaces",), msg("Kurban Ait was not expected on this day."))
        case HolidayWithdrawalProposed() if not holiday_on(event.day, weeks[0]):
            yield Violation(("day",), msg("There is no holiday on this day."))
        case _:
            pass


def _act(event: CalendarChangeProposed) -> Iterator[Violation]:
    today = day_of(event.timestamp)
    if event.act.published_on < event.act.dated:
        yield Violation(("act", "published_on"), msg("An act is not published before its date."))
    if event.act.published_on > today:
        yield Violation(
            ("act", "published_on"), msg("The act is not published yet (today is {today}): wait for it.", today=today)
        )


def _place(applies: Applicability) -> Iterator[Violation]:
    if applies.reach is Reach.REGION and applies.region not in REGIONS:
        yield Violation(("applies", "region"), msg("Give the ISO code of the region."))
    if applies.reach is not Reach.REGION and applies.region:
        yield Violation(("applies", "region"), msg("A region is given only for a change that holds for a region."))


def _swap(event: SwapProposed, weeks: Sequence[Calendar]) -> Iterator[Violation]:
    if event.rest.year != event.work.year and abs((event.rest - event.work).days) > _NEAR:
        yield Violation(("work",), msg("The two days lie in one year or at most {days} days apart.", days=_NEAR))
    if not all(calendar.is_working(event.rest) for calendar in weeks):
        yield Violation(("rest",), msg("This day is a day off already."))
    if any(calendar.is_working(event.work) for calendar in weeks):
        yield Violation(("work",), msg("This day is worked already."))


def _calendars(event: CalendarChangeProposed, applies: Applicability, register: Register) -> list[Calendar]:
    """Give the calendars that a proposal is to change, as they are known on its day, one for each week concerned."""
    region, code, today = applies.region or "", "", day_of(event.timestamp)
    if applies.reach is Reach.ORGANIZATION:
        code, region = event.organization, register.region_of(event.organization, today)
    return [register.changes.calendar(today, code, region, week) for week in _WEEKS[applies.week]]


def _days(event: CalendarChangeProposed) -> Iterator[tuple[str, date]]:
    for name in ("rest", "work", "day", "replaces"):
        if (day := getattr(event, name, None)) is not None:
            yield name, day


def _known(day: date) -> bool:
    return Calendar.first <= day <= Calendar.last


def _outside() -> Text:
    return msg("The calendar covers {first} to {last}.", first=Calendar.first, last=Calendar.last)
