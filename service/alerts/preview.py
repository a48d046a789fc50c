"""What a policy would have sent in the month before: by the functions that tell, from the deadlines as they stood on each day."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from psycopg import AsyncConnection

from events.alert_policy import AlertPolicyProposed, AlertRules, NoticeKind
from events.deadlines import Bound, Strength
from events.store.statements import load
from projections.page import rows
from service.access import Access
from service.alerts.line import Matter, paper_of
from service.alerts.notice import Capacity
from service.alerts.recipients import Recipients
from service.alerts.rounds import capacities
from service.cases import Cases
from workflows import payload
from workflows.alert_policy import Step, Version, steps
from workflows.alert_policy.consistency import contradictions
from workflows.alert_policy.steps import Track, last_day
from workflows.calendar import Calendar
from workflows.refusals import Invalid, Violation

_SQL = load(__package__, "preview.sql")
_DAY = timedelta(days=1)
_SPARE = timedelta(days=31)  # by which the last day of a body with days off of its own may lie later than the nation's


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
    access: Access

    async def of(self, versions: Sequence[Version]) -> tuple[Month, list[Sent]]:
        """Say of each version what it would have sent last month."""
        today = self.cases.clock.today()
        month, register = Month.before(today), await self.cases.registry.current()
        calendar = await asyncio.to_thread(register.calendar, today)
        async with self.cases.pool.connection() as conn:
            recipients = await Recipients.on(conn, self.access, register, today)
            ahead = max(last_day(month.last, one, calendar) for one in versions) + _SPARE
            spans = await self._spans(conn, month, ahead)
            await recipients.read(conn, (span.matter for span in spans))
        calendars = {code: register.calendar(today, code) for code in {span.organization for span in spans}}
        count = (asyncio.to_thread(sent, version, spans, month, calendars, recipients) for version in versions)
        return month, [await one for one in count]

    async def _spans(self, conn: AsyncConnection[Any], month: Month, ahead: date) -> list[Span]:
        values = {"log": self.cases.log, "first": month.first, "last": month.last, "ahead": ahead}
        return await rows(conn, Span, _SQL["spans"], values)


def typed(data: Mapping[str, Any], today: date) -> AlertRules:
    """Take rules that are to be previewed, as they would be proposed; raises `Invalid`."""
    rules: AlertRules = payload.checked(AlertPolicyProposed, {"in_force_from": today, "reason": "…", **data})["rules"]
    if wrong := tuple(Violation(("rules", *one.path), one.text) for one in contradictions(rules)):
        raise Invalid(wrong)
    return rules


def sent(
    version: Version, spans: Sequence[Span], month: Month, calendars: Mapping[str, Calendar], recipients: Recipients
) -> Sent:
    """Count what a version would have sent of deadlines as they stood in a month, each by the calendar of its body."""
    found = Sent()
    known: dict[tuple[date, str, date, date, Calendar], list[Step]] = {}
    for span in spans:
        calendar = calendars[span.organization]
        key = (span.due, span.strength, span.since, span.until, calendar)
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
    """Give the steps told in the month, day by day; what had come before it was told then, each in its time."""
    at: dict[Track, int] = {}
    on: dict[Track, date] = {}
    if span.since < month.first:
        for step in _on(span, calendar.on_or_before(span.since), version, calendar):
            at[step.track], on[step.track] = step.at, _came(span, step, calendar)
    first = date.min if Track.REMINDING in on else None
    day = max(span.since, month.first)
    while day <= span.until:
        found = _on(span, day, version, calendar)
        for step in found:
            below = on.get(step.track) or first
            in_time = below <= step.told_by(day, calendar) if below else step.track is found[0].track
            if step.follows(at.get(step.track)) and (step.track is Track.REMINDING or in_time):
                at[step.track], on[step.track] = step.at, day
                yield step
        first = first or on.get(Track.REMINDING)
        day += _DAY


def _came(span: Span, step: Step, calendar: Calendar) -> date:
    """Give the day on which a step of a deadline came."""
    due = calendar.on_or_before(span.due)
    return calendar.shift(due, step.at) if step.at else due


def _on(span: Span, day: date, version: Version, calendar: Calendar) -> tuple[Step, ...]:
    return steps(span.due, Bound.NOT_LATER, Strength(span.strength), day, version, calendar)
