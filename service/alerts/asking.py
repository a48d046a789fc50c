"""Reminding and escalating by hand: a supervisor, or a body above, has people told of awaited deadlines, with a reason."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from events.text import msg
from projections.cases import responsible
from projections.deadline_row import DeadlineRow
from service import used_keys
from service.access import Access, Account
from service.alerts.hours import Hours
from service.alerts.line import matter_of
from service.alerts.notice import Capacity, Kind, Notice, told_of
from service.alerts.outbox import tell
from service.alerts.recipients import Recipients
from service.alerts.selection import Refusals, Selection, selected
from service.clock import Clock
from service.requests import Request
from workflows.refusals import Invalid, Violation
from workflows.register import Register


class Ask(StrEnum):
    """What is asked for: to remind those who are to act, or to tell the line above them."""

    REMIND = "remind"
    ESCALATE = "escalate"


_TOLD = {
    Ask.REMIND: (Capacity.RESPONSIBLE, Capacity.SIGNATORY),
    Ask.ESCALATE: (Capacity.APPARATUS, Capacity.SUPERIOR),
}


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told, as what, and in whose place."""

    account: UUID
    name: str
    capacity: Capacity
    in_place_of: UUID | None
    stands_in_as: str


@dataclass(frozen=True, slots=True)
class Line:
    """A deadline, and who is told of it: nobody where no account is found that may know."""

    row: DeadlineRow
    told: Sequence[Recipient]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: deadline by deadline, and how many notices that made which were not there before.

    `refused` says why some that were picked are not told of.
    """

    lines: Sequence[Line]
    made: int
    refused: Refusals = field(default_factory=dict)

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
        lines, refused = await self._lines(account, ask, wanted)
        return Asked(lines, 0, refused)

    async def ask(self, account: Account, ask: Ask, wanted: Selection, reason: str, request: Request) -> Asked:
        """Tell them; nobody if it is refused. Raises `NotPermitted`, `Invalid`."""
        reason = reason.strip()
        if not reason or len(reason) > 4000 or "\0" in reason:
            raise Invalid((Violation(("reason",), msg("Say why, in at most {n} characters.", n=4000)),))
        lines, refused = await self._lines(account, ask, wanted)
        register = await self.access.registry.current()
        hours = await self.hours()
        notices = [
            self._notice(line.row, told, account, reason, request, register) for line in lines for told in line.told
        ]
        async with self.pool.connection() as conn, conn.transaction():
            await used_keys.use(conn, request)
            made = await tell(conn, notices, hours)
        return Asked(lines, len(made), refused)

    async def _lines(self, account: Account, ask: Ask, wanted: Selection) -> tuple[list[Line], Refusals]:
        register = await self.access.registry.current()
        rows, refused = await selected(self.pool, self.access, self.clock.today(), account, wanted)
        async with self.pool.connection() as conn:
            named = await responsible(conn, {row.case_id for row in rows})
            recipients = await Recipients.on(conn, self.access, register, self.clock.today())
            matters = [matter_of(row, named) for row in rows]
            await recipients.read(conn, matters)
        found = [recipients.of(matter, _TOLD[ask]).readers for matter in matters]
        names = await self.access.names({str(one.account) for readers in found for one in readers})
        lines = [
            Line(
                row,
                [
                    Recipient(
                        one.account, names.get(str(one.account), ""), one.capacity, one.in_place_of, one.stands_in_as
                    )
                    for one in readers
                    if one.account != account.id
                ],
            )
            for row, readers in zip(rows, found, strict=True)
        ]
        return lines, refused

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
            days=days_left(row.organization, row.due, register, today),
            step=0,
            in_place_of=told.in_place_of,
            stands_in_as=told.stands_in_as,
            capacity=told.capacity,
            policy=0,
            asked_by=str(by.id),
            reason=reason,
            mandatory=True,
            told_on=today,
            made_at=self.clock.now(),
        )


def days_left(organization: str, due: date, register: Register, today: date) -> int:
    """Give the working days that a body has left, negative when it is late."""
    return register.calendar(today, organization).days_left(today, due)
