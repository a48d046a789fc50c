"""The hierarchy with the figures of everything below each body, one level at a time; and a body's year."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.api import shapes
from service.api.answers import answer
from service.api.lists import Asker, asker_of, reading
from service.api.plans import year_of
from service.api.register_queries import PlanCountsQuery, TreeQuery
from service.api.register_shown import ORGANIZATIONS, Shown
from service.figures import Counted
from service.problems import OutOfScope
from service.subtasks import subtask_title
from service.tree import Branch, Tree
from service.year_of_body import OTHER_YEARS, SubtaskYear, year_of_body
from workflows.plan import check_year
from workflows.refusals import Unknown
from workflows.regions import REGIONS


@dataclass(frozen=True)
class _Level:
    """A tree, and what is needed to show parts of it."""

    counted: Counted
    tree: Tree
    shown: Shown

    def items(self, codes: Iterable[str]) -> list[shapes.TreeItem]:
        found = (self.tree.bodies[code] for code in codes)
        return [self.body(one) for one in sorted(found, key=lambda one: (-one.overdue, one.code))]

    def body(self, branch: Branch) -> shapes.TreeItem:
        kind = self.shown.register.type_of(branch.code, self.shown.on)
        return _item(branch, self.shown.name(branch.code), kind or "", f"{ORGANIZATIONS}/{branch.code}/tree")

    def region(self, branch: Branch) -> shapes.TreeItem:
        name = REGIONS[branch.code].names[self.shown.say.language] if branch.code in REGIONS else branch.code
        return _item(branch, name, "", f"{ORGANIZATIONS}?region={branch.code}")


async def get_hierarchy(request: Request, query: Annotated[TreeQuery, Query()]) -> Response:
    """Give the country from its top."""
    asker = await asker_of(request, query.at_least)
    level = await _level(asker, query)
    tree = level.tree
    body = shapes.Hierarchy(
        year=level.counted.asked.first.year,
        today=asker.today,
        counted_at=level.counted.at,
        whole=_item(tree.whole, "", "", "/api/v1/hierarchy"),
        regions=[level.region(tree.regions[code]) for code in tree.whole.below],
        tops=level.items(tree.tops),
    )
    return answer(body, asker.headers)


async def get_tree(request: Request, query: Annotated[TreeQuery, Query()]) -> Response:
    """Give an organisation and what stands directly below it."""
    code: str = request.path_params["code"]
    asker = await asker_of(request, query.at_least)
    level = await _level(asker, query)
    branch = level.tree.bodies.get(code)
    if branch is None:
        raise _not_seen(level.shown, code)
    body = shapes.OrganizationTree(
        year=level.counted.asked.first.year,
        today=asker.today,
        counted_at=level.counted.at,
        organization=level.body(branch),
        below=level.items(branch.below),
    )
    return answer(body, asker.headers)


async def get_body_year(request: Request, query: Annotated[PlanCountsQuery, Query()]) -> Response:
    """Give the year of an organisation, by subtask and month."""
    code: str = request.path_params["code"]
    asker, year = await asker_of(request, query.at_least), year_of(request)
    check_year(year, asker.service.clock.today())
    register = await asker.service.register.as_of(asker.moment.at)
    record = register.organization(code)
    if record is None or not await asker.service.access.sees(asker.account, code):
        raise _not_seen(Shown(register, asker.today, asker.say), code)
    async with reading(asker) as reader:
        found = await year_of_body(reader.conn, record, year, asker.today, asker.cleared)
    rows = [
        shapes.YearRow(subtask=row.subtask, title=subtask_title(asker.say, row.subtask, str(year)), marks=_marks(row))
        for row in found.rows
    ]
    body = shapes.BodyYear(year=year, today=asker.today, organization=code, rows=rows)
    await asker.service.gate.listed(asker.account, found.read)
    return answer(body, asker.headers)


async def _level(asker: Asker, query: TreeQuery) -> _Level:
    counted = await asker.counted(query.at_least, query.year)
    register = await asker.service.register.as_of(asker.moment.at)
    tree = asker.service.trees.of(counted, asker.moment, register, asker.scope, asker.today)
    return _Level(counted, tree, Shown(register, asker.today, asker.say))


def _not_seen(shown: Shown, code: str) -> Exception:
    if shown.register.type_of(code, shown.on) is None:
        return Unknown(msg("There is no organisation {code}.", code=code))
    return OutOfScope(msg("The organisation is outside your scope."))


def _item(branch: Branch, name: str, kind: str, href: str) -> shapes.TreeItem:
    return shapes.TreeItem(
        code=branch.code,
        name=name,
        type=kind,
        exists=branch.exists,
        bodies=branch.bodies,
        terms=branch.count,
        overdue=branch.overdue,
        silent=branch.silent,
        href=href,
    )


def _marks(row: SubtaskYear) -> list[shapes.YearMark]:
    return [
        shapes.YearMark(
            month=None if month == OTHER_YEARS else month,
            became=mark.became,
            terms=mark.terms,
            cases=list(mark.cases),
            state=mark.state or None,
        )
        for month, marks in sorted(row.months.items())
        for mark in marks
    ]
