"""The lists that can be exported. A new one says what it is called, what stands in its columns and how its pages are read."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from pydantic import BaseModel, ValidationError

from events.in_turn import my_turn
from events.reading import Reading
from events.text import Text, msg
from projections.page import Page
from service.exports.columns import Cell, Column, plain
from service.exports.reader import Reader
from service.problems import BadQuery
from service.query_errors import said_of
from service.sealed import Row as SealedRow
from workflows.case import Case
from workflows.refusals import Unknown

Q = TypeVar("Q", bound=BaseModel)
R = TypeVar("R")

Filters = Mapping[str, str]
"""What a list is narrowed to, by the names of the API's parameters."""

_OF_PAGES = frozenset({"cursor", "limit", "at_least"})
"""Parameters of pages, not of lists."""

_TURN = 200
"""Rows after which others get their turn: some lists are one page, with a row for each body of the country."""


def _as_asked(asked: Filters) -> dict[str, str]:
    return dict(asked)


def _nobody(_row: Any) -> Iterable[str]:
    return ()


def _nothing_sealed(_row: Any) -> tuple[UUID, SealedRow] | None:
    return None


@dataclass(frozen=True, slots=True)
class Exported(Generic[Q, R]):
    """A list: `name` for programs, `title` for people, `query` what it can be narrowed to, `page` how it is read from a cursor on.

    `path` is the address of its page, whose parameters `of_page` turns into those of `query`; where these are parts of the address, `at` makes it. `bodies` and `people` say who is named
    in a row, `sealed` of which case it is that not everybody may know of. `check` refuses whoever may not read the list. A list about a
    single case says by `of_case` which: whoever may not see it is refused, and that a sealed one is read is recorded, whatever stands in the list.
    """

    name: str
    title: Text
    query: type[Q]
    columns: Sequence[Column]
    page: Callable[[Reader, Q, str], Awaitable[Page[R]]]
    path: str
    bodies: Callable[[R], Iterable[str]] = _nobody
    people: Callable[[R], Iterable[str]] = _nobody
    sealed: Callable[[R], tuple[UUID, SealedRow] | None] = _nothing_sealed
    check: Callable[[Reader, Q], Awaitable[None]] | None = None
    of_case: Callable[[Q], UUID] | None = None
    of_page: Callable[[Filters], dict[str, str]] = _as_asked
    at: Callable[[Filters], str] | None = None

    def place(self, asked: Filters) -> str:
        """Give the address of the page that shows what is asked for in its parameters."""
        return self.at(asked) if self.at else f"{self.path}?{urlencode(asked)}" if asked else self.path

    def asked(self, filters: Filters) -> Q:
        """Understand filters; raises `BadQuery`."""
        wrong = [(name, msg("There is no such field.")) for name in filters if name in _OF_PAGES]
        try:
            query = self.query.model_validate(dict(filters))
        except ValidationError as error:
            wrong += [(str(one["loc"][0]), said_of(one)) for one in error.errors()]
            raise BadQuery(tuple(wrong)) from None
        if wrong:
            raise BadQuery(tuple(wrong))
        return query

    async def allow(self, reader: Reader, query: Q) -> Case | None:
        """Refuse what may not be read, or asks for what there is not; raises `Refused`. Gives the case that the list is about, if it is about one."""
        code = getattr(query, "organization", None)
        if code is not None and not await reader.service.access.registered(code):
            raise BadQuery((("organization", msg("There is no organisation {code}.", code=code)),))
        case = await reader.service.cases.get(self.of_case(query)) if self.of_case else None
        if case is not None:
            await reader.service.gate.check(reader.account, reader.service.cases.workflow_of(case), case)
        if self.check is not None:
            await self.check(reader, query)
        return case

    async def admit(self, reader: Reader, query: Q) -> set[tuple[str, str]]:
        """Let what is allowed be read: of a sealed case that the list is about this is recorded. Gives of which kind and of which body it is."""
        case = await self.allow(reader, query)
        if case is None:
            return set()
        await reader.service.gate.admit(reader.account, reader.service.cases.workflow_of(case), case, Reading.LIST)
        return {(case.facts.clearance, case.organization)} if case.facts.clearance else set()

    async def lines(self, reader: Reader, page: Page[R]) -> list[list[Cell]]:
        """Give the cells of some rows; which of them are of sealed cases is recorded first (`service.sealed`)."""
        rows = page.rows
        await reader.learn(
            (code for row in rows for code in self.bodies(row)), (one for row in rows for one in self.people(row))
        )
        await reader.service.gate.listed(reader.account, filter(None, map(self.sealed, rows)))
        lines = list[list[Cell]]()
        for row in rows:
            if len(lines) % _TURN == 0:
                await my_turn()
            lines.append([plain(column.of(row, reader)) for column in self.columns])
        return lines

    def secrets(self, page: Page[R]) -> set[tuple[str, str]]:
        """Give of which kind and of which bodies the sealed cases among some rows are."""
        found = filter(None, map(self.sealed, page.rows))
        return {(row.clearance, row.organization) for _, row in found if row.clearance}


LISTS: dict[str, Exported[Any, Any]] = {}
"""By name; modules of `service.exports.lists` enter theirs."""


def enter(exported: Exported[Any, Any]) -> None:
    """Enter a list."""
    LISTS[exported.name] = exported


def list_named(name: str) -> Exported[Any, Any]:
    """Give a list by its name; raises `Unknown`."""
    if name not in LISTS:
        raise Unknown(msg("There is no list {name}: one of {names}.", name=name, names=", ".join(LISTS)))
    return LISTS[name]
