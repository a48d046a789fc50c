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
from service.alerts.delivery import LeftOut
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
_AWAITED, _DONE = frozenset({"open", "missed"}), frozenset({"met", "met_late", "early"})


@dataclass(frozen=True, slots=True)
class Carried(Notice):
    """A notice that a mail is to hold: how its deadline stands when the mail is written, and its date by then."""

    status: str = "open"
    due_now: date = date.max

    @property
    def is_awaited(self) -> bool:
        """Whether the deadline is awaited still."""
        return self.status in _AWAITED

    @property
    def left_out(self) -> LeftOut | None:
        """Why the reader need not know any more, None if they do; what somebody asks by hand is answered by them alone.

        Of a sealed case no mail says what became of it: its question is left out with the rest.
        """
        if self.kind == Kind.ASKED and not self.clearance:
            return None
        if not self.is_awaited:
            return LeftOut.DONE if self.status in _DONE else LeftOut.ENDED
        return LeftOut.MOVED if self.due_now != self.due else None


@dataclass(frozen=True, slots=True)
class Item:
    """A deadline as a digest names it. `organization` and `awaited` are empty for a sealed case.

    `stands` says what became of one that is awaited no more, and is empty for others.
    """

    case_id: UUID
    title: str
    organization: str
    awaited: str
    due: date
    distance: str
    stands: str
    late: bool
    why: str


@dataclass(frozen=True, slots=True)
class Contents:
    """The deadlines of a digest, those that somebody asks about and then the most urgent first; `more` are left out. `mandatory` says that it cannot be refused."""

    items: list[Item]
    more: int
    mandatory: bool

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(item.late for item in self.items)


async def carried(conn: AsyncConnection[Any], delivery: UUID) -> list[Carried]:
    """Give what a message is to carry."""
    async with conn.cursor(row_factory=class_row(Carried)) as cursor:
        await cursor.execute(SQL["carried"], {"delivery": delivery})
        return await cursor.fetchall()


async def contents(access: Access, notices: Sequence[Carried], t: Translator, today: Today) -> Contents:
    """Say what notices of one reader say, in their language: of a deadline the last one, but all that somebody asks by hand."""
    of_deadlines: dict[tuple[UUID, str], list[Carried]] = {}
    for one in sorted(notices, key=lambda one: one.number):
        of_deadlines.setdefault((one.case_id, one.key), []).append(one)
    said = [[one for one in of if one.kind == Kind.ASKED] or of[-1:] for of in of_deadlines.values()]
    # what somebody asked comes first: a digest names only so many
    told = sorted(said, key=lambda of: (of[-1].kind != Kind.ASKED, of[-1].due_now, of[-1].number))
    named = told[:MOST]
    shown = [one for of in named for one in of]
    async with access.pool.connection() as conn:
        known = await cases.by_ids(conn, [one.case_id for one in shown if not one.clearance])
        bodies = await _bodies(conn, t, {one.organization for one in shown if not one.clearance})
    people = await access.names(set(_people(shown)))
    say = Sentences(t, today, lambda code: bodies.get(code, code), people, known)
    items = [_item(of, say) for of in named]
    return Contents(items, len(told) - len(named), any(one.mandatory for one in notices))


async def _bodies(conn: AsyncConnection[Any], t: Translator, codes: Collection[str]) -> dict[str, str]:
    """Name organisations: not more than a digest has items, so that one page holds them all."""
    found = await organizations.organizations(conn, codes=sorted(codes), limit=LARGEST)
    return {one.code: str(getattr(one, f"name_{t.language}")) or one.name_ru for one in found.rows}


def _people(notices: Iterable[Notice]) -> Iterator[str]:
    for one in notices:
        yield from filter(None, (one.asked_by, str(one.in_place_of or "")))


def _item(notices: Sequence[Carried], say: Sentences) -> Item:
    notice, t = notices[-1], say.t
    sealed, due = bool(notice.clearance), notice.due_now
    return Item(
        case_id=notice.case_id,
        title=t(_SEALED, number=number(notice)) if sealed else _title(notice, say.cases.get(notice.case_id), t),
        organization="" if sealed else say.bodies(notice.organization),
        awaited="" if sealed else say.what(notice),
        due=due,
        distance=say.today.distance(t, due),
        stands="" if notice.is_awaited else t.code("Standing", notice.status),
        late=notice.is_awaited and due < say.today.day,
        why="; ".join(dict.fromkeys(_why(one, say) for one in notices)),
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
