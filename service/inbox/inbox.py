"""An account's inbox: its notices as they are shown, each with how its deadline stands and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.deadlines import Bound
from events.store.statements import load
from projections.cases import by_ids
from service.access import Account
from service.alerts import Notice, Notices
from service.i18n import Translator
from service.inbox.sentences import Sentences
from service.status import Status, Today
from service.web import lookup
from service.web.next_steps import next_steps
from service.wiring import Service
from workflows.machine import Action, enabled

_SQL = load(__package__, "inbox.sql")
_AWAITED = frozenset({"open", "missed"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A notice as it is shown: in a sentence, with the status of its deadline now and what its reader may do next.

    `asker` is who had the reader told, empty if nobody did. `over` says that nothing is awaited any more: the deadline was met, dropped or moved. `at` is the case's address.
    """

    notice: Notice
    text: str
    status: Status
    over: bool
    step: Action | None
    asker: str = ""

    @property
    def at(self) -> str:
        """The address of the case's page."""
        return f"/cases/{self.notice.case_id}"

    @property
    def step_at(self) -> str:
        """The address of the next step's form, of the case if there is none."""
        return f"{self.at}/actions/{self.step.name}" if self.step else self.at


@dataclass(frozen=True)
class Inbox:
    """The inbox of an account, on a day, in a language."""

    service: Service
    account: Account
    t: Translator
    today: Today

    async def page(
        self, *, unread: bool = False, before: int | None = None, limit: int = 25
    ) -> tuple[list[Entry], int | None]:
        """Give some notices, the newest first, and the number after which the list goes on, None at its end."""
        async with self.service.pool.connection() as conn:
            found = await Notices(conn).of_account(self.account.id, before=before, limit=limit + 1, unread=unread)
            shown = found[:limit]
            sentences = await self.sentences(conn, shown)
            standing = await _standing(conn, shown)
        steps = await self._steps({notice.case_id for notice in shown if not notice.clearance})
        entries = [self._entry(notice, sentences, standing, steps) for notice in shown]
        return entries, shown[-1].number if len(found) > limit else None

    async def sentences(self, conn: AsyncConnection[Any], notices: Sequence[Notice]) -> Sentences:
        """Give what it takes to say some notices."""
        plain = [notice for notice in notices if not notice.clearance]
        cases = await by_ids(conn, list({notice.case_id for notice in plain}))
        names = await lookup.names(conn, self.t, {notice.organization for notice in plain})
        mentioned = {str(notice.in_place_of) for notice in notices if notice.in_place_of}
        mentioned |= {notice.asked_by for notice in notices if notice.asked_by}
        people = await self.service.access.names(mentioned) if mentioned else {}
        return Sentences(self.t, self.today, names, people, cases)

    async def _steps(self, ids: set[UUID]) -> dict[UUID, Action]:
        """Give the reader's next step on each of some cases where they have one."""
        actor, register = await self.service.access.actor(self.account), await self.service.register.current()
        found = {}
        for case_id, case in (await self.service.cases.at_hand(list(ids))).items():
            kind = self.service.cases.workflow_of(case)
            possible = enabled(kind, case, actor, register)
            if steps := next_steps(kind, case, possible, register, self.t, self.today.day):
                found[case_id] = steps[0]
        return found

    def _entry(
        self,
        notice: Notice,
        sentences: Sentences,
        standing: dict[tuple[UUID, str], tuple[Any, ...]],
        steps: dict[UUID, Action],
    ) -> Entry:
        due, stored, bound = standing.get((notice.case_id, notice.key), (notice.due, "open", Bound.NOT_LATER))
        moved = due != notice.due
        over = moved or stored not in _AWAITED
        status = self.today.status("dropped" if moved else stored, bound, due, notice.rule)
        return Entry(
            notice,
            sentences.of(notice),
            status,
            over,
            None if over else steps.get(notice.case_id),
            sentences.asker(notice),
        )


async def _standing(conn: AsyncConnection[Any], notices: Sequence[Notice]) -> dict[tuple[UUID, str], tuple[Any, ...]]:
    """Give due date, status and bound of the deadlines that notices are about, as the read model has them."""
    cases = list({notice.case_id for notice in notices})
    rows = await (await conn.execute(_SQL["deadlines"], {"cases": cases})).fetchall()
    return {(case_id, key): (due, status, bound) for case_id, key, due, status, bound in rows}
