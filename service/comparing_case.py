"""One case on two days: what it was and is, how its deadlines stood, and which entries one day has that the other has not."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from events.deadlines import Deadline
from events.text import Text, msg
from service.comparing import Pair
from service.i18n import Translator
from service.moment import Moment
from service.recall import Recall
from service.status import Today
from workflows.case import Case
from workflows.refusals import Unknown
from workflows.standing import Standing


@dataclass(frozen=True, slots=True)
class Line:
    """Something that was otherwise: what it is, and what it was and is."""

    title: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether there is a difference."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class TwoDays:
    """A case as of two moments, None where it was not there yet."""

    asked: Pair
    before: Case | None
    after: Case | None

    @property
    def added(self) -> set[int]:
        """The numbers of the entries that the second day has and the first has not."""
        return _numbers(self.after) - _numbers(self.before)

    @property
    def removed(self) -> set[int]:
        """The numbers of the entries that the first day has and the second has not."""
        return _numbers(self.before) - _numbers(self.after)

    def case_lines(self, t: Translator) -> list[Line]:
        """Say what of the case itself differs."""
        said: tuple[tuple[Text, Callable[[Case], str]], ...] = (
            (msg("State"), lambda case: t.code("state", case.state)),
            (msg("Closed"), lambda case: t("yes") if case.closed else t("no")),
            (msg("Entries"), lambda case: t.number(len(case.history))),
            (msg("Remarks"), lambda case: t.number(sum(1 for _ in case.remarks()))),
        )
        sides = (self.before, self.after)
        lines = (Line(t(title), *(tell(case) if case else "—" for case in sides)) for title, tell in said)
        return [line for line in lines if line.differs]

    def deadline_lines(self, t: Translator, present: Today) -> list[Line]:
        """Say which deadlines stood otherwise; `present` is the day of the reader."""
        days = [replace(present, day=at.day(present.day)) for at in (self.asked.before, self.asked.after)]
        were, are = (one.deadlines if one else {} for one in (self.before, self.after))
        lines = (
            Line(
                _title((are.get(key) or were[key]).deadline, t),
                _stands(t, days[0], were.get(key)),
                _stands(t, days[1], are.get(key)),
            )
            for key in dict.fromkeys((*were, *are))
        )
        return [line for line in lines if line.differs]


async def two_days(cases: Recall, case_id: UUID, asked: Pair) -> TwoDays:
    """Give a case as it was on two days."""
    return TwoDays(asked, *[await _as_of(cases, case_id, at) for at in (asked.before, asked.after)])


async def _as_of(cases: Recall, case_id: UUID, at: Moment) -> Case | None:
    try:
        return await cases.as_of(case_id, at.known_at, at.true_on)
    except Unknown:
        return None


def _numbers(case: Case | None) -> set[int]:
    return {event.originator_version for event in case.history} if case else set()


def _title(deadline: Deadline, t: Translator) -> str:
    title = t.code("rule", deadline.rule)
    return f"{title}, {t.period(deadline.subject)}" if deadline.subject else title


def _stands(t: Translator, today: Today, standing: Standing | None) -> str:
    if standing is None:
        return "—"
    due = standing.deadline
    status = today.status(standing.status, due.bound, due.due, due.rule)
    return f"{t.plain(due.due)}: {t.code('status', status)}"
