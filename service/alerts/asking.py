"""Reminding and escalating by hand: a supervisor, or a body above, has people told of awaited deadlines, with a reason."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from events.text import msg
from projections.cases import responsible
from projections.deadline_lists import Standing, awaited, deadlines
from projections.deadline_row import DeadlineRow
from projections.page import LARGEST
from service.access import Access, Account
from service.alerts.hours import Hours
from service.alerts.line import Matter, paper_of
from service.alerts.notice import Capacity, Kind, Notice, told_of
from service.alerts.outbox import tell
from service.alerts.recipients import Recipients
from service.clock import Clock
from service.requests import Request
from workflows.actor import Role
from workflows.refusals import Invalid, NotPermitted, Violation
from workflows.register import Register

MOST = 5_000
"""Deadlines that are told of at once; more are too many to be meant."""


class Ask(StrEnum):
    """What is asked for: to remind those who are to act, or to tell the line above them."""

    REMIND = "remind"
    ESCALATE = "escalate"


_TOLD = {
    Ask.REMIND: (Capacity.RESPONSIBLE, Capacity.SIGNATORY),
    Ask.ESCALATE: (Capacity.APPARATUS, Capacity.SUPERIOR),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which awaited deadlines: those that are picked, by case and key, or all of a filter."""

    picked: Sequence[tuple[UUID, str]] | None = None
    standing: Standing = Standing.OVERDUE
    organization: str | None = None
    region: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, as what, and in whose place."""

    account: UUID
    name: str
    capacity: Capacity
    in_place_of: UUID | None


@dataclass(frozen=True, slots=True)
class Line:
    """A deadline, and who is told of it: nobody where no account is found that may know."""

    row: DeadlineRow
    told: Sequence[Recipient]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: deadline by deadline, and how many notices that made which were not there before."""

    lines: Sequence[Line]
    made: int

    @property
    def people(self) -> int:
        """How many people it is about."""
        return len({one.account for line in self.lines for one in line.told})

    @property
    def untold(self) -> int:
        """Of how many deadlines nobody can be told."""
        return sum(not line.told for line in self.lines)


@dataclass
class Asking:
    """Has people told; what is told once is not told again by the same command."""

    pool: AsyncConnectionPool
    access: Access
    clock: Clock
    hours: Callable[[], Awaitable[Hours]]

    async def look(self, account: Account, ask: Ask, wanted: Selection) -> Asked:
        """Say who would be told of what; nobody is. Raises `NotPermitted`, `Invalid`."""
        return Asked(await self._lines(account, ask, wanted), 0)

    async def ask(self, account: Account, ask: Ask, wanted: Selection, reason: str, request: Request) -> Asked:
        """Tell them, all or nobody. Raises `NotPermitted`, `Invalid`."""
        reason = reason.strip()
        if not reason or len(reason) > 4000 or "\0" in reason:
            raise Invalid((Violation(("reason",), msg("Say why, in at most {n} characters.", n=4000)),))
        lines = await self._lines(account, ask, wanted)
        register = await self.access.registry.current()
        hours = await self.hours()
        notices = [
            self._notice(line.row, told, account, reason, request, register) for line in lines for told in line.told
        ]
        async with self.pool.connection() as conn, conn.transaction():
            made = await tell(conn, notices, hours)
        return Asked(lines, len(made))

    async def _lines(self, account: Account, ask: Ask, wanted: Selection) -> list[Line]:
        rows, register = await self._rows(account, wanted), await self.access.registry.current()
        async with self.pool.connection() as conn:
            named = await responsible(conn, {row.case_id for row in rows})
            recipients = await Recipients.on(conn, register, self.clock.today(), demo=self.access.demo)
            matters = [_matter(row, named.get(row.case_id)) for row in rows]
            await recipients.read(conn, matters)
        found = [recipients.of(matter, _TOLD[ask]).readers for matter in matters]
        names = await self.access.names({str(one.account) for readers in found for one in readers})
        return [
            Line(
                row,
                [
                    Recipient(one.account, names.get(str(one.account), ""), one.capacity, one.in_place_of)
                    for one in readers
                    if one.account != account.id
                ],
            )
            for row, readers in zip(rows, found, strict=True)
        ]

    async def _rows(self, account: Account, wanted: Selection) -> list[DeadlineRow]:
        """Give the deadlines of the selection that the caller may ask about; raises `Invalid` for too many."""
        scope, cleared, today = (
            await below(self.access, account),
            await self.access.cleared(account),
            self.clock.today(),
        )
        async with self.pool.connection() as conn:
            if wanted.picked is not None:
                if len(wanted.picked) > MOST:
                    text = msg("At most {n} deadlines are told of at once: name fewer.", n=MOST)
                    raise Invalid((Violation(("deadlines",), text),))
                return await awaited(conn, wanted.picked, scope=scope, cleared=cleared)
            rows: list[DeadlineRow] = []
            cursor = ""
            while True:
                page = await deadlines(
                    conn, today=today, standing=wanted.standing, organization=wanted.organization, scope=scope,
                    cleared=cleared, region=wanted.region, rule=wanted.rule, cursor=cursor, limit=LARGEST,
                )  # fmt: skip
                rows += [row for row in page.rows if row.bound == "not_later"]
                cursor = page.next
                if len(rows) > MOST:
                    text = msg("More than {n} deadlines fit: narrow the filter.", n=MOST)
                    raise Invalid((Violation(("filter",), text),))
                if not cursor:
                    return rows

    def _notice(
        self,
        row: DeadlineRow,
        told: Recipient,
        by: Account,
        reason: str,
        request: Request,
        register: Register,
    ) -> Notice:
        today = self.clock.today()
        what = f"asked/{request.command_id}/{request.digest.hex()[:16]}"
        return told_of(
            row,
            row.log,
            what,
            told.account,
            kind=Kind.ASKED,
            days=_days_left(row, register, today),
            step=0,
            in_place_of=told.in_place_of,
            capacity=told.capacity,
            policy=0,
            asked_by=str(by.id),
            reason=reason,
            mandatory=True,
            told_on=today,
            made_at=self.clock.now(),
        )


def _matter(row: DeadlineRow, named: UUID | None) -> Matter:
    return Matter(row.organization, paper_of(row.subtask, row.due.year), row.clearance, named)


async def below(access: Access, account: Account) -> list[str] | None:
    """Give the bodies whose people an account may have told: those below its own, all for supervisors. Raises `NotPermitted`."""
    scope = await access.scope(account)
    if account.role is Role.SUPERVISOR:
        return scope
    codes = [code for code in scope or () if code != account.organization]
    if not codes:
        raise NotPermitted(msg("Supervisors and bodies above have people reminded: there is no body below yours."))
    return codes


def _days_left(row: DeadlineRow, register: Register, today: date) -> int:
    calendar = register.calendar(today, row.organization)
    if row.due >= today:
        return calendar.working_days_between(today, row.due)
    return -calendar.working_days_between(row.due, today)
