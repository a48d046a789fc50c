"""What a proposal to change the calendar may not contradict: the calendar as it is packaged, itself, and who may propose it."""

from collections.abc import Iterator
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

_NEAR = 14  # days: the days of a swap lie in one year or in neighbouring weeks
_WEEKS: dict[WeekAffected, tuple[Week, ...]] = {
    WeekAffected.FIVE: (5,), WeekAffected.SIX: (6,), WeekAffected.ALL: (5, 6)
}  # fmt: skip


def wrong(event: CalendarChangeProposed) -> Iterator[Violation]:
    """Say everything that is wrong with a proposal."""
    yield from _act(event)
    outside = [Violation((name,), _outside()) for name, day in _days(event) if not _known(day)]
    if outside:
        yield from outside
        return
    applies = applicability(event)
    if applies.reach is not Reach.ORGANIZATION and event.envelope.role not in {Role.SUPERVISOR, Role.SYSTEM}:
        text = msg("The calendar of the nation or a region is changed by supervisors of the anti-corruption body.")
        yield Violation(("applies", "reach") if isinstance(event, SwapProposed | DayOffProposed) else (), text)
    match event:
        case SwapProposed():
            yield from _place(applies)
            yield from _swap(event)
        case DayOffProposed():
            yield from _place(applies)
            if not _worked(event.day, applies.week):
                yield Violation(("day",), msg("This day is a day off already."))
        case HolidayProposed() if holiday_on(event.day):
            yield Violation(("day",), msg("This day is a holiday already."))
        case FestivalDateProposed() if holiday_on(event.replaces) != KURBAN_AIT:
            yield Violation(("replaces",), msg("Kurban Ait was not expected on this day."))
        case HolidayWithdrawalProposed() if not holiday_on(event.day):
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


def _swap(event: SwapProposed) -> Iterator[Violation]:
    if event.rest.year != event.work.year and abs((event.rest - event.work).days) > _NEAR:
        yield Violation(("work",), msg("The two days lie in one year or at most {days} days apart.", days=_NEAR))
    if not _worked(event.rest, event.applies.week):
        yield Violation(("rest",), msg("This day is a day off already."))
    if _worked(event.work, event.applies.week, some=True):
        yield Violation(("work",), msg("This day is worked already."))


def _worked(day: date, week: WeekAffected, *, some: bool = False) -> bool:
    """Whether a day is worked in the weeks concerned, all of them or some."""
    answers = [Calendar.as_known(None, one).is_working(day) for one in _WEEKS[week]]
    return any(answers) if some else all(answers)


def _days(event: CalendarChangeProposed) -> Iterator[tuple[str, date]]:
    for name in ("rest", "work", "day", "replaces"):
        if (day := getattr(event, name, None)) is not None:
            yield name, day


def _known(day: date) -> bool:
    return Calendar.first <= day <= Calendar.last


def _outside() -> Text:
    return msg("The calendar covers {first} to {last}.", first=Calendar.first, last=Calendar.last)
