"""What is known of a year's Карта: its dates, as last entered, and what a table of dates may not contradict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import singledispatchmethod
from typing import Self

from events.card import CardDate, CardDatesSet
from events.event import CaseEvent
from events.text import msg
from workflows.case import Facts
from workflows.catalogue import in_force
from workflows.refusals import Unknown, Violation
from workflows.register import Register
from workflows.subtask.period import bounds, periods

REPEATED = msg("This subtask and period stand in an earlier row.")
"""What is wrong with a row of a subtask and period that have one."""


@dataclass(frozen=True)
class CardFacts(Facts):
    """The dates by subtask and period; None stands for each period that has no date of its own."""

    year: int = 0
    basis: str = ""
    set_on: date | None = None
    dates: Mapping[tuple[str, str | None], date] = field(default_factory=dict)

    def upload_by(self, subtask: str, period: str) -> date | None:
        """Give the date by which a subtask's evidence for a period is to be uploaded, None if no date is set."""
        return self.dates.get((subtask, period)) or self.dates.get((subtask, None))

    def of(self, subtask: str) -> dict[str | None, date]:
        """Give the dates of a subtask by period."""
        return {period: day for (code, period), day in self.dates.items() if code == subtask}

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the dates after an event: those before it are gone."""
        return self

    @after.register
    def _(self, event: CardDatesSet) -> Self:
        dates = {(row.subtask, row.period): row.upload_by for row in event.rows}
        return replace(self, year=event.year, basis=event.basis, set_on=event.set_on, dates=dates)

    def violations(self, event: CaseEvent, _register: Register) -> Sequence[Violation]:
        """Say what is wrong with each row."""
        return list(_wrong(event)) if isinstance(event, CardDatesSet) else ()


def _wrong(event: CardDatesSet) -> Iterator[Violation]:
    seen: set[tuple[str, str | None]] = set()
    for index, row in enumerate(event.rows):
        yield from _misplaced(event.year, row, ("rows", index))
        if (key := (row.subtask, row.period)) in seen:
            yield Violation(("rows", index, "subtask"), REPEATED)
        seen.add(key)


def _misplaced(year: int, row: CardDate, path: tuple[str | int, ...]) -> Iterator[Violation]:
    """Say why there is no such subtask or period in the year, or why the date cannot be meant for it."""
    try:
        subtask = in_force(year).subtask(row.subtask)
    except Unknown as unknown:
        yield Violation((*path, "subtask"), unknown.text)
        return
    known = periods(subtask.recurrence.every, year)
    if row.period is not None and row.period not in known:
        names = ", ".join(known)
        yield Violation((*path, "period"), msg("The periods of this subtask are: {periods}.", periods=names))
        return
    first, last = bounds(row.period or str(year))[0], bounds(str(year + 1))[1]
    if not first <= row.upload_by <= last:
        yield Violation((*path, "upload_by"), msg("This must lie between {first} and {last}.", first=first, last=last))
