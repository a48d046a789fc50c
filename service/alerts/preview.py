"""What a policy would have sent in the month before: by the functions that tell, from the deadlines as they stood on each day."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from psycopg import AsyncConnection

from events.alert_policy import NoticeKind
from events.deadlines import Bound, Strength
from events.store.statements import load
from projections.page import rows
from service.alerts.line import Matter, paper_of
from service.alerts.notice import Capacity
from service.alerts.recipients import Recipients
from service.alerts.rounds import capacities
from service.cases import Cases
from workflows.alert_policy import Step, Version, steps
from workflows.alert_policy.steps import Track, last_day
from workflows.calendar import Calendar

_SQL = load(__package__, "preview.sql")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Month:
    """The month before a day: its first and last day."""

    first: date
    last: date

    @staticmethod
    def before(day: date) -> "Month":
        """Give the last whole month before a day."""
        last = day.replace(day=1) - _DAY
        return Month(last.replace(day=1), last)


@dataclass(frozen=True, slots=True)
class Span:
    """Deadlines alike, and from when to when they stood in the month; `since` is the day before it for what stood then already."""

    organization: str
    subtask: str
    strength: str
    due: date
    since: date
    until: date
    deadlines: int

    @property
    def matter(self) -> Matter:
        """What decides who is told."""
        return Matter(self.organization, paper_of(self.subtask, self.due.year), "")


@dataclass(frozen=True, slots=True)
class Sent:
    """How many notices a policy would have made, by kind and capacity, and by body."""

    by_kind: Counter[tuple[NoticeKind, Capacity]] = field(default_factory=Counter)
    by_body: Counter[str] = field(default_factory=Counter)

    @property
    def notices(self) -> int:
        """All of them."""
        return self.by_kind.total()


@dataclass
class Preview:
    """Previews policies; the people are those of today, since nobody knows who had an account a month ago."""

    cases: Cases
    demo: bool = False

    async def of(self, versions: Sequence[Version]) -> tuple[Month, list[Sent]]:
        """Say of each version what it would have sent last month."""
        today = self.cases.clock.today()
        month, calendar = Month.before(today), Calendar.as_known(today)
        register = await self.cases.registry.current()
        async with self.cases.pool.connection() as conn:
            recipients = await Recipients.on(conn, register, today, demo=self.demo)
            spans = await self._spans(conn, month, max(last_day(month.last, one, calendar) for one in versions))
            await recipients.read(conn, (span.matter for span in spans))
        count = (asyncio.to_thread(sent, version, spans, month, calendar, recipients) for version in versions)
        return month, [await one for one in count]

    async def _spans(self, conn: AsyncConnection[Any], month: Month, ahead: date) -> list[Span]:
        values = {"log": self.cases.log, "first": month.first, "last": month.last, "ahead": ahead}
        return await rows(conn, Span, _SQL["spans"], values)


def sent(version: Version, spans: Sequence[Span], month: Month, calendar: Calendar, recipients: Recipients) -> Sent:
    """Count what a version would have sent of deadlines as they stood in a month."""
    found = Sent()
    known: dict[tuple[date, str, date, date], list[Step]] = {}
    for span in spans:
        key = (span.due, span.strength, span.since, span.until)
        if key not in known:
            known[key] = list(_told(span, version, month, calendar))
        for step in known[key]:
            told = recipients.of(span.matter, capacities(step, Strength(span.strength), version))
            if told.readers:
                found.by_body[span.organization] += span.deadlines * len(told.readers)
            for reader in told.readers:
                found.by_kind[step.kind, reader.capacity] += span.deadlines
    return found


def _told(span: Span, version: Version, month: Month, calendar: Calendar) -> Iterator[Step]:
    """Give the steps told in the month, day by day; what had come before it was told then."""
    told: dict[Track, int] = {}
    if span.since < month.first:
        told = {step.track: step.at for step in _on(span, calendar.on_or_before(span.since), version, calendar)}
    day = max(span.since, month.first)
    while day <= span.until:
        for step in _on(span, day, version, calendar):
            if step.follows(told.get(step.track)):
                told[step.track] = step.at
                yield step
        day += _DAY


def _on(span: Span, day: date, version: Version, calendar: Calendar) -> tuple[Step, ...]:
    return steps(span.due, Bound.NOT_LATER, Strength(span.strength), day, version, calendar)
