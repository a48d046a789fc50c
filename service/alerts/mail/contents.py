"""What a digest says: each deadline once, with its case, why the reader is told, and how late it is."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row

from events.store.statements import load
from events.text import msg
from projections import cases, organizations
from projections.case_row import CaseRow
from projections.page import LARGEST
from service.access import Access
from service.alerts.notice import Kind, Notice
from service.i18n import Translator
from service.inbox.sentences import Sentences, number
from service.status import Today
from service.subtasks import case_title

SQL = load(__package__, "mail.sql")

MOST = 100
"""As many deadlines are named; of more, the rest is counted."""

_ASKED = msg("{name} asks you: “{reason}”")
_SEALED = msg("Case with restricted access № {number}")


@dataclass(frozen=True, slots=True)
class Item:
    """A deadline as a digest names it. `organization` and `awaited` are empty for a sealed case."""

    case_id: UUID
    title: str
    organization: str
    awaited: str
    due: date
    distance: str
    late: bool
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The deadlines of a digest, the most urgent first; `more` are left out. `mandatory` says that it cannot be refused."""

    items: list[Item]
    more: int
    mandatory: bool

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(item.late for item in self.items)


async def standing(conn: AsyncConnection[Any], delivery: UUID) -> list[Notice]:
    """Give what a message carries that its reader still has to know."""
    async with conn.cursor(row_factory=class_row(Notice)) as cursor:
        await cursor.execute(SQL["standing"], {"delivery": delivery})
        return await cursor.fetchall()


async def contents(access: Access, notices: Sequence[Notice], t: Translator, today: Today) -> Contents:
    """Say what notices of one reader say, in their language."""
    latest = {(one.case_id, one.key): one for one in sorted(notices, key=lambda one: one.number)}
    told = sorted(latest.values(), key=lambda one: (one.due, one.number))
    shown = told[:MOST]
    async with access.pool.connection() as conn:
        known = await cases.by_ids(conn, [one.case_id for one in shown if not one.clearance])
        bodies = await _bodies(conn, t, {one.organization for one in shown if not one.clearance})
    people = await access.names(set(_people(shown)))
    say = Sentences(t, today, lambda code: bodies.get(code, code), people, known)
    items = [_item(one, say) for one in shown]
    return Contents(items, len(told) - len(shown), any(one.mandatory for one in notices))


async def _bodies(conn: AsyncConnection[Any], t: Translator, codes: Collection[str]) -> dict[str, str]:
    """Name organisations: not more than a digest has items, so that one page holds them all."""
    found = await organizations.organizations(conn, codes=sorted(codes), limit=LARGEST)
    return {one.code: str(getattr(one, f"name_{t.language}")) or one.name_ru for one in found.rows}


def _people(notices: Iterable[Notice]) -> Iterator[str]:
    for one in notices:
        yield from filter(None, (one.asked_by, str(one.in_place_of or "")))


def _item(notice: Notice, say: Sentences) -> Item:
    sealed, t = bool(notice.clearance), say.t
    return Item(
        case_id=notice.case_id,
        title=t(_SEALED, number=number(notice)) if sealed else _title(notice, say.cases.get(notice.case_id), t),
        organization="" if sealed else say.bodies(notice.organization),
        awaited="" if sealed else say.what(notice),
        due=notice.due,
        distance=say.today.distance(t, notice.due),
        late=notice.due < say.today.day,
        why=_why(notice, say),
    )


def _title(notice: Notice, case: CaseRow | None, t: Translator) -> str:
    if case is None:
        return notice.subtask or t.code("workflow", notice.workflow)
    if case.number:
        return f"{t.code('workflow', case.workflow)} № {case.number}"
    return case_title(t, case)


def _why(notice: Notice, say: Sentences) -> str:
    """Say why the reader is told. What a supervisor wrote of a sealed case stays on its page."""
    if notice.kind == Kind.ASKED and not notice.clearance:
        return say.t(_ASKED, name=say.asker(notice), reason=notice.reason)
    return say.why(notice)
