"""A computed date in words, in Russian, Kazakh and English; the sentences are in `phrases.yaml`."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, get_args

from babel.dates import format_date

from events.deadlines import EXTENSION, Arithmetic, Skipped
from workflows.calendar import data
from workflows.calendar.arithmetic import Unit
from workflows.calendar.day import Code
from workflows.calendar.phrases import Phrases, phrases

Language = Literal["ru", "kk", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_LISTED = 8
"""Runs of days named one by one; the rest is counted, so that a year's term stays a sentence."""

_DAY = timedelta(days=1)


def explain(arithmetic: Arithmetic, language: Language) -> str:
    """Say in a few sentences how the date came about: the count, a move off a day off, and what was skipped."""
    p = phrases(language)
    extended = arithmetic.unit == EXTENSION
    parts = [_extended(arithmetic, language, p) if extended else _headline(arithmetic, p)]
    if arithmetic.moved_from:
        move = p.backward if arithmetic.due < arithmetic.moved_from else p.forward
        parts.append(move.format(day=_with_weekday(arithmetic.moved_from, p)))
    if listed := _skipped(arithmetic, language, p):
        parts.append(p.skipped.format(list=listed))
    if not extended and (worked := [_with_weekday(day, p) for day in _worked(arithmetic)]):
        parts.append(p.worked.format(list=", ".join(worked[:_LISTED])))
    return " ".join(parts)


def day_title(skipped: Skipped, language: Language) -> str:
    """Say why one day is off, with the act that moved it: for a list of days beside the sentences."""
    title = data.names().get(skipped.name, {}).get(language, skipped.name)
    text = phrases(language).reasons[Code(skipped.reason)].format(name=title)
    return f"{text}, {act_title(skipped.act, language)}" if skipped.act else text


def act_title(code: str, language: Language) -> str:
    """Name an act by its code as `Act.code` gives it; raises `ValueError` for another form."""
    p = phrases(language)
    kind, _, rest = code.partition(":")
    number, last, dated = rest.rpartition(":")
    if not last:
        raise ValueError(f"“{code}” is no code of an act")
    title = p.acts[kind]
    if number:
        title = p.number.format(act=title, number=number)
    return (
        p.act_of.format(act=title, date=format_date(date.fromisoformat(dated), p.act_date, p.locale))
        if dated
        else title
    )


def _extended(a: Arithmetic, language: Language, p: Phrases) -> str:
    before = _with_weekday(a.extended_from, p) if a.extended_from else "—"
    return p.extended.format(before=before, due=_with_weekday(a.moved_from or a.due, p), act=act_title(a.act, language))


def _headline(a: Arithmetic, p: Phrases) -> str:
    anchor, due = _with_weekday(a.anchor, p), _with_weekday(a.due, p)
    if a.unit == Unit.DAY_OF_NEXT_MONTH:
        return p.day_of_next_month.format(n=a.amount, anchor=_dated(a.anchor, p), due=due)
    if a.unit in p.given:
        return p.given[a.unit].format(period=format_date(a.anchor, p.periods[a.unit], p.locale), due=due)
    if a.amount == 0 and a.anchor == a.due:
        return p.itself.format(due=due)
    if a.amount == 0:
        return p.same_day.format(anchor=anchor, due=due)
    count = p.plural(p.units[a.unit], abs(a.amount))
    return (p.before if a.amount < 0 else p.after).format(count=count, anchor=anchor, due=due)


def _skipped(a: Arithmetic, language: Language, p: Phrases) -> str:
    """List the weekends together and the other days by reason; beyond `_LISTED` runs, count the days that remain."""
    weekends = list(_runs(s.day for s in a.skipped if s.reason == Code.WEEKEND))
    named = [
        (run, title)
        for title, days in groupby((s for s in a.skipped if s.reason != Code.WEEKEND), lambda s: day_title(s, language))
        for run in _runs(s.day for s in days)
    ]
    items = []
    if weekends:
        form = "spans" if len(weekends) > 1 else "day" if weekends[0][0] == weekends[0][1] else "span"
        items.append(p.weekends[form].format(list=", ".join(_span(run, a.due, p) for run in weekends[:_LISTED])))
    items += [f"{_span(run, a.due, p)} — {title}" for run, title in named[:_LISTED]]
    rest = weekends[_LISTED:] + [run for run, _ in named[_LISTED:]]
    if rest:
        items.append(p.plural(p.many, sum((last - first).days + 1 for first, last in rest)))
    return "; ".join(items)


def _worked(a: Arithmetic) -> Iterator[date]:
    """Give the days of rest of the week that counted as working days."""
    first, last = sorted((a.anchor, a.due))
    if a.unit != Unit.WORKING_DAYS:
        first = last = a.due
    off = {s.day for s in a.skipped} | {a.anchor}
    week = 6 if "/6d/" in a.calendar else 5
    for n in range((last - first).days + 1):
        day = first + n * _DAY
        if day.isoweekday() > week and day not in off:
            yield day


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Join adjacent days, given in order, into spans of first and last."""
    run: list[date] = []
    for day in days:
        if run and day - run[-1] != _DAY:
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]


def _span(run: tuple[date, date], due: date, p: Phrases) -> str:
    first, last = run
    start, end = (p.day if day.year == due.year else p.dated for day in run)
    if first == last:
        return format_date(last, end, p.locale)
    if (first.year, first.month) == (last.year, last.month):
        return format_date(last, end.replace("d", f"'{first.day}–'d", 1), p.locale)
    return f"{format_date(first, start, p.locale)} – {format_date(last, end, p.locale)}"


def _dated(day: date, p: Phrases) -> str:
    return format_date(day, p.dated, p.locale)


def _with_weekday(day: date, p: Phrases) -> str:
    return f"{_dated(day, p)} ({format_date(day, 'EEE', p.locale)})"
