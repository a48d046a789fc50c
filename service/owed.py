"""The list of what a year's plan owes, case by case: what `service.plan_counts` counts, and what became of each."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from psycopg import AsyncConnection

from events.in_turn import my_turn
from events.organization import OrganizationType
from projections import cases as case_list
from projections.page import BadCursor, Codes, Page
from service.plan_counts import owing
from service.plans import PlanEntry
from workflows.consequences import case_id
from workflows.plan import Slot, obligations, slots_of
from workflows.register import Register

_TURN = 500
"""Bodies after which others get their turn: of a subtask that few owe, most bodies are passed over."""

_Place = tuple[str, str, str]
"""Where a case stands in the list: its body, its subtask, its period."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought of a year's plan: all, or of bodies of a type, of a subtask (the first of its case), of one body alone."""

    year: int
    type: str | None = None
    subtask: str | None = None
    organization: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A case of a body's plan."""

    organization: str
    entry: PlanEntry


async def owed_cases(
    conn: AsyncConnection[Any], register: Register, sought: Sought, scope: Codes, cursor: str = "", limit: int = 50
) -> Page[Line]:
    """List what bodies owe for a year, whether it is made or not: by body, subtask and period.

    The register is that of the moment which the connection shows; `scope` are the bodies that the caller may see. Nothing is worked
    out but the page. Raises `BadCursor`.
    """
    after = _place(cursor)
    codes, owers = _codes(register, sought, scope), _owers(sought)
    found = list[tuple[str, Slot]]()
    for start in range(bisect_left(codes, after[0]), len(codes), _TURN):
        owed = _owed(register, sought, owers, codes[start : start + _TURN], after)
        found += islice(owed, limit + 1 - len(found))
        if len(found) > limit:
            break
        await my_turn()
    lines = await _lines(conn, found[:limit])
    return Page(lines, "/".join(_placed(*found[limit - 1])) if len(found) > limit else "")


def _codes(register: Register, sought: Sought, scope: Codes) -> Sequence[str]:
    if sought.organization is None:
        return sorted(register.codes() if scope is None else scope)
    return [sought.organization] if scope is None or sought.organization in scope else []


def _owed(
    register: Register,
    sought: Sought,
    owers: Collection[OrganizationType],
    codes: Sequence[str],
    after: _Place,
) -> Iterator[tuple[str, Slot]]:
    for kind, record in owing(register, sought.year, codes):
        if sought.type in {None, kind} and any(one in owers for _, one in record.types.entries):
            slots = (slot for slot in slots_of(record, sought.year) if sought.subtask in {None, slot.subtask})
            found = ((record.code, slot) for slot in slots if _placed(record.code, slot) > after)
            yield from sorted(found, key=lambda one: _placed(*one))


def _owers(sought: Sought) -> frozenset[OrganizationType]:
    """Give the types that owe what is sought: of a subtask these are often few, and bodies that never were of them are passed over."""
    return frozenset(
        kind
        for kind in OrganizationType
        if sought.subtask is None or any(slot.subtask == sought.subtask for slot in obligations(kind, sought.year))
    )


async def _lines(conn: AsyncConnection[Any], found: Sequence[tuple[str, Slot]]) -> tuple[Line, ...]:
    ids = [case_id(code, slot.subtask, slot.period) for code, slot in found]
    made = await case_list.by_ids(conn, ids)
    return tuple(
        Line(code, PlanEntry(slot.workflow, slot.subtask, slot.period, of_case, owed=True, made=made.get(of_case)))
        for (code, slot), of_case in zip(found, ids, strict=True)
    )


def _placed(code: str, slot: Slot) -> _Place:
    return code, slot.subtask, slot.period


def _place(cursor: str) -> _Place:
    """Read where a page ended; raises `BadCursor`."""
    if not cursor:
        return "", "", ""
    match cursor.rsplit("/", 2):
        case [code, subtask, period]:
            return code, subtask, period
        case _:
            raise BadCursor(cursor)
