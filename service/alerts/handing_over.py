"""Handing over: the cases for which a leaver, or somebody absent, is responsible become another's of the same body."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from events.organization import Post
from events.store.reader import last_position
from events.store.statements import load
from events.text import Body, Text, msg
from projections import cases as case_list
from projections.cases import CasesProjection
from projections.page import LARGEST
from service.access import Access, Account
from service.at_once import at_once
from service.cases import Cases
from service.conflicts import Stale
from service.freshness import Behind, reached
from service.requests import Request
from service.responsible import check_responsible
from service.runs import Progress
from workflows import machine
from workflows.actor import Actor, Role
from workflows.case import Case
from workflows.refusals import Invalid, NotPermitted, Refused, Violation

HAND_OVER = "hand_over"
"""The kind of run."""

MOST_AT_ONCE = 50
"""Cases that are handed over while the caller waits; more of them are a run."""

_AT_ONCE = 16
_ACTION = "name_responsible"
_HEADS = frozenset({Post.FIRST_HEAD, Post.DISTRICT_AKIM, Post.APPROVING_BODY, Post.APPARATUS_HEAD})
"""Posts whose holders hand over what their own people leave."""

_SQL = load(__package__, "handing_over.sql")


@dataclass(frozen=True, slots=True)
class HandOver:
    """Whose cases go to whom, and why."""

    leaver: UUID
    successor: UUID
    reason: str

    @property
    def data(self) -> dict[str, str]:
        """What is recorded on each case."""
        return {"account": str(self.successor), "note": self.reason}


@dataclass(frozen=True, slots=True)
class Line:
    """A case that is to be handed over, and why it cannot be, None if it can."""

    case: Case
    refusal: Text | None

    @property
    def organization(self) -> str:
        """The body whose case it is."""
        return self.case.organization

    @property
    def clearance(self) -> str:
        """What a reader must be cleared for, empty if it is not sealed."""
        return str(self.case.facts.clearance)


RESTRICTED = msg(
    "Cases with restricted access are handed over by somebody on their list of access: those that you may not see are not among these, and whether there are any is not said."
)
"""What is said with every hand-over: the same whether any was left out."""


@dataclass
class HandingOver:
    """Hands cases over, each by one event. What was handed over is found done: it can be repeated until nothing is left."""

    cases: Cases
    access: Access

    async def look(self, account: Account, asked: HandOver) -> list[Line]:
        """List what would be handed over, and what would be refused and why; nothing is. Raises `Invalid`, `NotPermitted`."""
        await self._check(account, asked)
        actor = await self.access.actor(account)
        found = await self.cases.several(await self._left(account, asked.leaver))
        return [
            Line(case, await self._refusal(case, asked, actor))
            for case in found.values()
            if case.responsible == asked.leaver
        ]

    async def hand_over(
        self, account: Account, asked: HandOver, key: str, progress: Progress = lambda _done, _total: None
    ) -> Mapping[str, int]:
        """Hand over what can be; gives how many were and were not. What is refused stays where it is, and `look` says why."""
        await self._check(account, asked)
        left, actor = await self._left(account, asked.leaver), await self.access.actor(account)
        counts = {"handed_over": 0, "refused": 0}
        done = 0
        progress(done, len(left))

        async def one(case_id: UUID) -> None:
            nonlocal done
            try:
                handed = await self._one(case_id, asked, actor, key)
                counts["handed_over"] += handed
            except Refused:
                counts["refused"] += 1
            done += 1
            progress(done, len(left))

        await at_once(_AT_ONCE, left, one)
        return counts

    async def may(self, account: Account, body: str) -> bool:
        """Whether an account hands over what the people of a body leave: its head, the head of its apparatus, anybody above."""
        if not await self.access.sees(account, body):
            return False
        actor = await self.access.actor(account)
        return account.role is Role.SUPERVISOR or account.organization != body or actor.post in _HEADS

    async def _one(self, case_id: UUID, asked: HandOver, actor: Actor, key: str) -> int:
        request = Request.of(actor, f"{key}:{asked.successor}:{case_id}", case_id, asked.successor, asked.reason)
        while True:
            case = await self.cases.get(case_id)
            if case.responsible != asked.leaver:
                return 0
            try:
                await self.cases.act(case_id, _ACTION, asked.data, actor, request, case.version)
            except Stale:
                # Somebody acted on the case at the same moment: look again whose it is.
                continue
            return 1

    async def _left(self, account: Account, leaver: UUID) -> list[UUID]:
        """Give the open cases for which the leaver is responsible and that the caller may see, as the log has them now.

        Raises `Behind`: what the list does not show yet would look as if nothing were left.
        """
        async with self.cases.pool.connection() as conn:
            position = await last_position(conn, self.cases.log)
        if not await reached(self.cases.pool, self.cases.log, position, {CasesProjection.name}):
            raise Behind
        scope, cleared = await self.access.scope(account), await self.access.cleared(account)
        found: list[UUID] = []
        cursor = ""
        async with self.cases.pool.connection() as conn:
            while True:
                page = await case_list.cases(
                    conn, responsible=leaver, closed=False, scope=scope, cleared=cleared, cursor=cursor, limit=LARGEST
                )
                found += [row.id for row in page.rows]
                cursor = page.next
                if not cursor:
                    return found

    async def _refusal(self, case: Case, asked: HandOver, actor: Actor) -> Text | None:
        """Try it on a copy: nothing is recorded."""
        trial, register = case.copy(), await self.cases.registry.current()
        command = self.cases.command(case, _ACTION, asked.data, actor, Request.of(actor, None), register)
        try:
            machine.act(self.cases.workflow_of(case), trial, command)
            await check_responsible(self.cases, trial, command)
        except Invalid as refusal:
            return refusal.violations[0].text
        except Refused as refusal:
            return refusal.text
        return None

    async def _check(self, account: Account, asked: HandOver) -> None:
        """Hold both to be of one body, over whose work the caller has a say; raises `Invalid`, `NotPermitted`."""
        async with self.cases.pool.connection() as conn:
            rows = await (await conn.execute(_SQL["bodies"], {"ids": [asked.leaver, asked.successor]})).fetchall()
        known = {account_id: (code, in_use) for account_id, code, in_use in rows}
        body, _ = known.get(asked.leaver, ("", False))
        if not body or not await self.may(account, body):
            raise not_permitted()
        wrong = []
        if asked.successor == asked.leaver or known.get(asked.successor) != (body, True):
            text = msg("Name another account in use of {organization}.", organization=Body(body))
            wrong.append(Violation(("successor",), text))
        if not asked.reason.strip() or len(asked.reason) > 4000 or "\0" in asked.reason:
            wrong.append(Violation(("reason",), msg("Say why, in at most {n} characters.", n=4000)))
        if wrong:
            raise Invalid(tuple(wrong))


def not_permitted() -> NotPermitted:
    """Say who hands cases over: the same whether there is such a leaver."""
    return NotPermitted(
        msg("Cases are handed over by the head of the body or of its apparatus, by a body above or a supervisor.")
    )
