"""From holidays, laws and overrides to the days off of one working week."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from workflows.calendar.day import Code, Holiday, HolidayKind, Kind, Law, Override, Reason, Week

_DAY = timedelta(days=1)

_SAME_FESTIVAL = timedelta(days=60)
"""What lies nearer together is one festival named twice; a year of the moon parts two of them (there are two in 2039)."""


def before_laws(holidays: Iterable[Holiday], unknown: Sequence[Law], last_year: int) -> list[Holiday]:
    """Take back, newest first, the laws that were not known yet: what they introduced goes, what they removed returns."""
    days = list(holidays)
    for law in reversed(unknown):
        gone = {(y.name, y.month, y.day): y.since for y in law.introduces}
        days = [h for h in days if h.day.year < gone.get((h.name, h.day.month, h.day.day), last_year + 1)]
        days += [
            Holiday(date(year, y.month, y.day), y.name, HolidayKind.NATIONAL)
            for y in law.removes
            for year in range(y.since, last_year + 1)
        ]
    return days


def days_off(
    holidays: Iterable[Holiday], overrides: Sequence[Override], week: Week, first: date, last: date
) -> dict[date, Reason]:
    """Give every day off from `first` to `last` with its reason.

    Substitutes follow the holidays law, art. 5; swaps and days off that were declared come last, because the
    acts that order them are written with the substitutes in view (11 May 2020).
    """
    off = {day: Reason(Code.WEEKEND) for day in _range(first, last) if _is_weekend(day, week)}
    by_day = _by_day(holidays, overrides)
    off |= {day: held[0].reason for day, held in by_day.items() if first <= day <= last}
    _substitute(off, by_day, week, last)
    for o in overrides:
        if o.kind is Kind.SWAP_OFF:
            off[o.day] = Reason(Code.SWAP, act=o.act.code)
        elif o.kind is Kind.SWAP_WORK:
            off.pop(o.day, None)
        elif o.kind is Kind.DECLARED:
            off[o.day] = Reason(Code.DECLARED, o.name, o.act.code)
    return off


def _by_day(holidays: Iterable[Holiday], overrides: Sequence[Override]) -> dict[date, list[Holiday]]:
    held = {(h.day, h.name): h for h in holidays}
    for o in overrides:
        if o.kind is Kind.WITHDRAWN:
            shown = min((h for h in held.values() if h.day == o.day), key=_rank, default=None)
            held.pop((o.day, o.name or (shown.name if shown else "")), None)
        elif o.kind is Kind.RELIGIOUS:
            for day, name in [key for key in held if key[1] == o.name and abs(key[0] - o.day) <= _SAME_FESTIVAL]:
                del held[day, name]
            held[o.day, o.name] = Holiday(o.day, o.name, HolidayKind.KURBAN_AIT, o.estimated, o.act.code)
        elif o.kind is Kind.HOLIDAY:
            held[o.day, o.name] = Holiday(o.day, o.name, HolidayKind.NATIONAL, o.estimated, o.act.code)
    by_day: dict[date, list[Holiday]] = {}
    for h in sorted(held.values(), key=_rank):
        by_day.setdefault(h.day, []).append(h)
    return by_day


def _rank(holiday: Holiday) -> tuple[date, bool, str]:
    """Put holidays in order; of two on one day the national one is shown."""
    return holiday.day, holiday.kind is not HolidayKind.NATIONAL, holiday.name


def _substitute(off: dict[date, Reason], by_day: Mapping[date, list[Holiday]], week: Week, last: date) -> None:
    for day, held in by_day.items():
        if held[0].kind is not HolidayKind.NATIONAL or not _is_weekend(day, week):
            continue
        substitute = day + _DAY
        while substitute in off:
            substitute += _DAY
        if substitute <= last:
            off[substitute] = Reason(Code.SUBSTITUTE, held[0].name, held[0].act)


def _is_weekend(day: date, week: Week) -> bool:
    return day.isoweekday() > week


def _range(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
