"""The board of deadlines: what is overdue, due, done late; who answers for it, what they were told, and what is missing."""

from collections.abc import Container, Iterable
from datetime import date
from typing import Any
from uuid import UUID

from starlette.responses import Response

from events.text import msg
from projections.board import Counts
from projections.deadline_filters import NOBODY, Sort, Sought, Standing
from projections.deadline_lists import listed
from service import vocabulary
from service.board import Board, Line
from service.subtasks import parts_in_force
from service.web import lookup
from service.web.figure_lists import COUNTED
from service.web.heat import SHOWN, heat_rows
from service.web.render import render
from service.web.sheet import fresh_key
from service.web.views import default_of, saved
from service.web.visitor import Visitor
from workflows.regions import REGIONS

PAGE = 25
_FURTHER = ("late", "breach", "not_yet", "all")
"""Groups that figures lead to."""
_WORDS = vocabulary.codes("Standing")
FURTHER = {code: _WORDS[code] for code in _FURTHER}
STANDINGS = {code: title for code, title in _WORDS.items() if code not in {*_FURTHER, "missed"}}
"""The groups a visitor chooses from: `projections.deadline_filters.Standing` to its name."""
SORTS = {
    Sort.DUE: msg("Due date"),
    Sort.LATE: msg("Working days late"),
    Sort.BODY: msg("Organisation"),
}
YEARS = 3
"""So many years can be chosen for the heat map, the last one first."""

_RESPONSIBLE = ("me", "nobody")
_NOT_ASKED_FOR = ("body", "subtask", "responsible", "strength", "due_from", "due_to")
"""Filters that reminding does not know: it would remind of more than is listed."""
STRENGTHS = vocabulary.codes("strength")


class Days(Container[str]):
    """Days as addresses write them."""

    def __contains__(self, text: object) -> bool:
        """Whether a text is a day."""
        return isinstance(text, str) and self.read(text) is not None

    @staticmethod
    def read(text: str | None) -> date | None:
        """Give a day, None for what is none."""
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            return None


def parts_of(visitor: Visitor) -> list[tuple[str, str]]:
    """Give the projects, tasks and subtasks of the year with their titles: for a filter, and to name figures."""
    return parts_in_force(visitor.t, visitor.today.day.year)


class Accounts(Container[str]):
    """Whom addresses can name as responsible: an account by its id, `me`, or `nobody`."""

    def __contains__(self, text: object) -> bool:
        """Whether a text names somebody, or nobody."""
        return text in _RESPONSIBLE or (isinstance(text, str) and _uuid(text) is not None)

    @staticmethod
    def read(text: str | None, visitor: Visitor) -> UUID | None:
        """Give the account that is meant, None for no filter."""
        known = {"me": visitor.person.id, "nobody": NOBODY}
        return known.get(text) or _uuid(text) if text else None


async def board(visitor: Visitor) -> Response:
    """Show deadlines; the overdue ones by due date unless another group or order is asked for."""
    if (elsewhere := await default_of(visitor, "deadlines")) is not None:
        return elsewhere
    parts = parts_of(visitor)
    asked = await _asked(visitor, parts)
    standing, sort, year = str(asked["standing"]), Sort(asked["sort"] or Sort.DUE), _year(visitor)
    sought = _sought(visitor, asked, Standing(standing))
    await lookup.catch_up(visitor)
    async with visitor.looking() as conn:
        page = await listed(conn, sought, sort, cursor=visitor.query("cursor") or "", limit=PAGE)
    await visitor.service.gate.listed(visitor.person, ((row.case_id, row) for row in page.rows))
    completing = Board(visitor.service, visitor.moment, visitor.today, await visitor.register(), visitor.t)
    lines = await completing.lines(page.rows, visitor.cleared)
    found = await visitor.service.board.of(visitor.moment, sought, year, visitor.person, visitor.seen)
    heat = heat_rows(found, year, asked["region"])
    shown = [row for row in heat if row.at][:SHOWN] + [row for row in heat if not row.at]
    async with visitor.looking() as conn:
        bodies = {line.row.organization for line in lines} | {line.lacks.body for line in lines if line.lacks}
        bodies |= {row.organization for row in shown} | {asked["body"] or "", asked["organization"] or ""}
        names = await lookup.names(conn, visitor.t, bodies - {""})
        organizations = await lookup.organization_filter(conn, visitor, asked["organization"])
    asks = _may_ask(visitor)
    return render(
        visitor,
        "deadlines.html",
        page=page,
        lines=lines,
        asks=asks and not any(asked[name] for name in _NOT_ASKED_FOR),
        can_pick={(line.row.case_id, line.row.key) for line in lines if asks and _may_pick(visitor, line)},
        ticked=visitor.query("tick") == "all",
        key=fresh_key(),
        back=visitor.request.url.path + (f"?{visitor.request.url.query}" if visitor.request.url.query else ""),
        asked=asked | {"year": str(year) if year != visitor.today.day.year else None},
        numbers=found.counts.all,
        counted_at=found.counted_at,
        standings=STANDINGS | {code: title for code, title in FURTHER.items() if code == standing},
        strengths=STRENGTHS,
        sorts=SORTS,
        sort=sort,
        names=names,
        organizations=organizations,
        responsible=await _responsible(visitor, asked["responsible"]),
        heat=shown,
        heat_left=len(heat) - len(shown),
        heat_of=found.parent,
        year=year,
        years=[visitor.today.day.year - n for n in range(YEARS)],
        saved=await saved(visitor, "deadlines"),
        **_options(visitor, found.counts, asked, parts),
    )


async def _asked(visitor: Visitor, parts: Iterable[tuple[str, str]]) -> dict[str, str | None]:
    """Take what the address asks for."""
    asked = {
        "standing": visitor.choice("standing", STANDINGS | FURTHER),
        "region": visitor.choice("region", REGIONS),
        "organization": await lookup.organization_asked(visitor),
        "rule": visitor.choice("rule", vocabulary.codes("rule")),
        "strength": visitor.choice("strength", STRENGTHS),
        "body": visitor.choice("body", (await visitor.register()).codes()),
        "subtask": visitor.choice("subtask", dict(parts)),
        "responsible": visitor.choice("responsible", Accounts()),
        **{name: visitor.choice(name, Days()) for name in ("due_from", "due_to")},
        "sort": visitor.choice("sort", SORTS),
        "counted": visitor.choice("counted", COUNTED),
    }
    group, sort = asked["standing"], asked["sort"]
    return asked | {
        "standing": group if group in STANDINGS | FURTHER else "overdue",
        "sort": sort if sort in {*SORTS} else None,
    }


def _sought(visitor: Visitor, asked: dict[str, str | None], standing: Standing) -> Sought:
    return Sought(
        today=visitor.today.day, soon=visitor.today.soon, standing=standing, organization=asked["organization"],
        body=asked["body"], subtask=asked["subtask"], scope=visitor.scope, cleared=visitor.cleared.unless(asked["counted"]), region=asked["region"],
        rule=asked["rule"], strength=asked["strength"], responsible=Accounts.read(asked["responsible"], visitor),
        due_from=Days.read(asked["due_from"]), due_to=Days.read(asked["due_to"]),
    )  # fmt: skip


def _options(
    visitor: Visitor, counts: Counts, asked: dict[str, str | None], parts: Iterable[tuple[str, str]]
) -> dict[str, Any]:
    """Give what each filter can be set to, with how many of the group there are then."""
    standing = str(asked["standing"])
    numbers: dict[str, dict[str, int]] = {
        "subtask": counts.parts(standing),
        "rule": {code: one.of(standing) for code, one in counts.rule.items()},
        "region": {code: one.of(standing) for code, one in counts.region.items()},
    }

    def numbered(name: str, options: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        known = numbers[name]
        return [(code, f"{title} ({visitor.t.number(known.get(code, 0))})") for code, title in options]

    return {
        "subtasks": numbered("subtask", ((code, f"{code} {title}") for code, title in parts)),
        "rules": numbered("rule", ((code, visitor.t(title)) for code, title in vocabulary.codes("rule").items())),
        "regions": numbered("region", lookup.regions(visitor.t)),
    }


async def _responsible(visitor: Visitor, asked: str | None) -> list[tuple[str, str]]:
    """Give whom the list can be narrowed to: oneself, nobody, and whoever is asked for, by name if they are of a body in reach."""
    options = [("me", visitor.t("Me")), ("nobody", visitor.t("Nobody was named"))]
    if asked and asked not in _RESPONSIBLE and _uuid(asked):
        account = await visitor.service.access.by_id(UUID(asked))
        is_near = account is not None and await visitor.service.access.sees(visitor.person, account.organization)
        options.append((asked, account.name if account and is_near else asked))
    return options


def _may_ask(visitor: Visitor) -> bool:
    """Whether the visitor can have people told: of the present, who oversees others."""
    return visitor.moment.is_now and (visitor.is_supervisor or len(visitor.scope or ()) > 1)


def _may_pick(visitor: Visitor, line: Line) -> bool:
    return line.is_awaited and (visitor.is_supervisor or line.row.organization != visitor.person.organization)


def _year(visitor: Visitor) -> int:
    this = visitor.today.day.year
    years = [str(this - n) for n in range(YEARS)]
    asked = visitor.choice("year", years)
    return int(asked) if asked in years else this


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
