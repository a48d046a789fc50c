"""The gate before cases: what is sealed is shown to those cleared for it alone, and only once it is recorded that they read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID, uuid4

import structlog

from events import codec
from events.event import Envelope
from events.reading import Reading, SealedCase, SealedRead
from events.store.group_commit import GroupCommit
from events.store.save import Committed, Save, Unavailable
from events.text import msg
from service.access import Access, Account
from service.clock import Clock
from service.problems import OutOfScope
from service.recall import no_case
from workflows.case import Case
from workflows.machine import Workflow


class Row(Protocol):
    """A row of a list that may be of a sealed case."""

    @property
    def organization(self) -> str:
        """The body whose case it is."""
        ...

    @property
    def clearance(self) -> str:
        """What a reader must be cleared for, empty if it is not sealed."""
        ...


@dataclass
class Gate:
    """Lets accounts read cases. Whatever it raises, nothing of a sealed case is to be shown."""

    access: Access
    committer: GroupCommit
    clock: Clock

    async def admit(self, account: Account, kind: type[Workflow], case: Case, what: Reading) -> None:
        """Let an account read a case, and record that it reads a sealed one; raises as `check` does.

        Log lines of the request name the case from here on, unless it is sealed.
        """
        await self.check(account, kind, case)
        name_in_logs(case)
        if clearance := case.facts.clearance:
            await self.record(account, [SealedCase(case.id, case.organization, clearance)], what)

    async def check(self, account: Account, kind: type[Workflow], case: Case) -> None:
        """Raise `OutOfScope` unless an account may see a case, of which nothing is shown yet; a sealed one does not exist then (`Unknown`)."""
        if await self.access.sees_case(account, kind, case):
            return
        if case.facts.clearance:
            raise no_case(case.id)
        structlog.contextvars.bind_contextvars(case_id=str(case.id))
        raise OutOfScope(msg("The case belongs to an organisation outside your scope."))

    async def listed(self, account: Account, rows: Iterable[tuple[UUID, Row]]) -> None:
        """Record which sealed cases are among the rows of a list that an account is about to be shown."""
        found = {
            case_id: SealedCase(case_id, row.organization, row.clearance) for case_id, row in rows if row.clearance
        }
        if found:
            structlog.contextvars.bind_contextvars(sealed=True)
            await self.record(account, list(found.values()), Reading.LIST)

    async def record(self, account: Account, cases: Iterable[SealedCase], what: Reading) -> None:
        """Record that an account reads of sealed cases; raises what the log raises if it is not durable."""
        read = tuple(cases)
        actor = await self.access.actor(account)
        clearance = ",".join(sorted({one.clearance for one in read}))
        event = SealedRead(
            originator_id=uuid4(),
            originator_version=1,
            timestamp=self.clock.now(),
            envelope=Envelope(actor.id, actor.capacity, uuid4(), clearance=clearance),
            cases=read,
            what=what,
        )
        save = Save(event.envelope.command_id, b"", (codec.encode(event),), self.clock.recording())
        if not isinstance(await self.committer.commit(save), Committed):
            raise Unavailable("the read of a sealed case was not recorded")


def name_in_logs(case: Case) -> None:
    """Name a case in the log lines of the request; of a sealed one they say that it is, and nothing else."""
    about = {"sealed": True} if case.facts.clearance else {"case_id": str(case.id)}
    structlog.contextvars.bind_contextvars(**about)
