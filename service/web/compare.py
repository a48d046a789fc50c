"""Two days side by side: of a case, or of the cases and figures of an organisation, a region, or all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from starlette.responses import Response

from events.case import DeadlineMissed
from events.deadlines import Deadline
from events.reading import Reading
from events.text import Text, msg
from projections import compared as read
from projections.compared import Difference
from projections.dashboard import Outcomes, outcomes, tiles
from service.comparing import Axis, Pair, codes_for, pair
from service.moment import Moment, looking
from service.problems import BadQuery
from service.recall import no_case
from service.web import lookup
from service.web.entries import Entry, entries
from service.web.render import render
from service.web.status import Today
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.refusals import Unknown
from workflows.regions import REGIONS
from workflows.standing import Standing

PAGE = 25
AXES = {Axis.RECORDED: msg("By what had been recorded"), Axis.HAPPENED: msg("By what had happened, as is known now")}
DIFFERENCES = {
    Difference.ADDED: msg("Added"), Difference.REMOVED: msg("Removed"), Difference.CHANGED: msg("Changed"),
}  # fmt: skip
_FIGURES = (msg("Overdue"), msg("Awaited"), msg("Done in time"), msg("Done late"), msg("Not done"))
_SPAN = timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """Something that was otherwise: what it is, and what it was and is."""

    title: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        """Whether there is a difference."""
        return self.before != self.after


async def compare_page(visitor: Visitor) -> Response:
    """Compare the cases and figures of two days."""
    asked_pair, asked = _asked(visitor)
    asked |= {
        "region": visitor.choice("region", REGIONS),
        "organization": await lookup.organization_asked(visitor),
        "difference": visitor.choice("difference", list(Difference)),
    }
    await lookup.catch_up(visitor)
    codes = await codes_for(visitor.service, visitor.person, asked_pair, asked["organization"], asked["region"])
    async with visitor.service.pool.connection() as conn:
        counts = await read.differing(conn, asked_pair.between, codes=codes)
        page = await read.compared(
            conn, asked_pair.between, codes=codes, cleared=visitor.cleared, difference=asked["difference"],
            cursor=visitor.query("cursor") or "", limit=PAGE,
        )  # fmt: skip
        names = await lookup.names(conn, visitor.t, {row.organization for row in page.rows})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    await visitor.service.gate.listed(visitor.person, ((row.id, row) for row in page.rows))
    return render(
        visitor,
        "compare.html",
        pair=asked_pair,
        asked=asked,
        axes=AXES,
        differences=DIFFERENCES,
        counts=counts,
        figures=await _figures(visitor, asked_pair, codes),
        page=page,
        names=names,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
    )


async def compare_case(visitor: Visitor) -> Response:
    """Compare a case as it was on two days."""
    text = visitor.request.path_params["case_id"]
    try:
        case_id = UUID(text)
    except ValueError:
        raise no_case(text) from None
    cases = visitor.service.cases
    case = await cases.get(case_id)
    await visitor.service.gate.admit(visitor.person, cases.workflow_of(case), case, Reading.PAGE)
    asked_pair, asked = _asked(visitor)
    before, after = [await _as_of(visitor, case_id, at) for at in (asked_pair.before, asked_pair.after)]
    told = entries(await cases.history(case_id), visitor.t)
    numbers = [{event.originator_version for event in one.history} if one else set() for one in (before, after)]
    people = await lookup.people(visitor, {entry.event.envelope.actor for entry in told})
    return render(
        visitor,
        "compare_case.html",
        case=case,
        pair=asked_pair,
        asked=asked,
        axes=AXES,
        there=[one is not None for one in (before, after)],
        lines=[line for line in _case_lines(visitor, before, after) if line.differs],
        deadlines=[line for line in _deadline_lines(visitor, asked_pair, before, after) if line.differs],
        added=_told(told, numbers[1] - numbers[0]),
        removed=_told(told, numbers[0] - numbers[1]),
        people=people,
        is_missed=lambda entry: isinstance(entry.event, DeadlineMissed),
    )


def _asked(visitor: Visitor) -> tuple[Pair, dict[str, str | None]]:
    """Take the two days and the axis of the address: the last thirty days, by what was recorded, unless given."""
    today = visitor.present.day
    chosen = visitor.choice("axis", list(Axis))
    axis = Axis(chosen) if chosen in set(Axis) else Axis.RECORDED
    last = _day(visitor, "to", today)
    first = _day(visitor, "from", last - _SPAN)
    asked_pair = pair(first, last, axis, visitor.service.clock.now(), today)
    return asked_pair, {"from": first.isoformat(), "to": last.isoformat(), "axis": axis.value}


def _day(visitor: Visitor, name: str, otherwise: date) -> date:
    text = visitor.query(name)
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise BadQuery(((name, msg("Enter a date as YYYY-MM-DD.")),)) from None


async def _figures(visitor: Visitor, asked: Pair, codes: Sequence[str] | None) -> list[Line]:
    """Give what became of deadlines, on both days."""
    found: list[tuple[int, ...]] = []
    for at in (asked.before, asked.after):
        day = at.day(visitor.present.day)
        async with looking(visitor.service.pool, at) as conn:
            awaited = await tiles(conn, day, day, scope=codes)
            totals = await outcomes(conn, scope=codes)
        total = totals[0] if totals else Outcomes("", 0, 0, 0, 0, 0, 0)
        found.append((awaited.overdue, awaited.open, total.met, total.met_late + total.early, total.not_done))
    t = visitor.t
    return [
        Line(t(title), t.number(before), t.number(after)) for title, before, after in zip(_FIGURES, *found, strict=True)
    ]


async def _as_of(visitor: Visitor, case_id: UUID, at: Moment) -> Case | None:
    try:
        return await visitor.service.cases.as_of(case_id, at.known_at, at.true_on)
    except Unknown:
        return None


def _case_lines(visitor: Visitor, before: Case | None, after: Case | None) -> list[Line]:
    t = visitor.t
    said: tuple[tuple[Text, Callable[[Case], str]], ...] = (
        (msg("State"), lambda case: t.code("state", case.state)),
        (msg("Closed"), lambda case: t("yes") if case.closed else t("no")),
        (msg("Entries"), lambda case: t.number(len(case.history))),
        (msg("Remarks"), lambda case: t.number(sum(1 for _ in case.remarks()))),
    )
    return [Line(t(title), tell(before) if before else "—", tell(after) if after else "—") for title, tell in said]


def _deadline_lines(visitor: Visitor, asked: Pair, before: Case | None, after: Case | None) -> list[Line]:
    days = [replace(visitor.present, day=at.day(visitor.present.day)) for at in (asked.before, asked.after)]
    were, are = (one.deadlines if one else {} for one in (before, after))
    return [
        Line(
            _title(visitor, (are.get(key) or were[key]).deadline),
            _stands(visitor, days[0], were.get(key)),
            _stands(visitor, days[1], are.get(key)),
        )
        for key in dict.fromkeys((*were, *are))
    ]


def _title(visitor: Visitor, deadline: Deadline) -> str:
    title = visitor.t.code("rule", deadline.rule)
    return f"{title}, {visitor.t.period(deadline.subject)}" if deadline.subject else title


def _stands(visitor: Visitor, today: Today, standing: Standing | None) -> str:
    if standing is None:
        return "—"
    due = standing.deadline
    status = today.status(standing.status, due.bound, due.due, due.rule)
    return f"{visitor.t.plain(due.due)}: {visitor.t.code('status', status)}"


def _told(told: Sequence[Entry], numbers: set[int]) -> list[Entry]:
    return [entry for entry in told if entry.number in numbers]
