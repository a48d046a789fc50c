"""The worker: takes what waits in line, one after another, and makes its file.

Any number of replicas have one. An attempt holds its export by a lease that it renews; when its process is killed, the lease
runs out and another process begins anew, in a file of its own, so that nothing is ever half of one and half of another.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from service.access import Account
from service.chores import DATABASE_AWAY
from service.exports.bundles import BUNDLES, Wish
from service.exports.export import Export, State
from service.exports.exported import LISTS
from service.exports.exports import Outcome
from service.exports.making import Made, Order, make
from service.exports.reader import speaking
from service.exports.writing.writer import Into
from service.i18n import pick
from service.problems import problem
from workflows.refusals import Refused

if TYPE_CHECKING:
    from service.wiring import Service

LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5
"""An export that so many processes died of is given up."""

_BEAT = 1.0  # seconds between two words of how far it is
_REST = 1.0  # seconds between two looks at the line

log = structlog.get_logger(__name__)


@dataclass
class Worker:
    """Makes the exports of a service; `lease` is how long a process may say nothing."""

    service: "Service"
    lease: timedelta = LEASE
    beat: float = _BEAT
    _standing: dict[str, int] = field(default_factory=lambda: {"done": 0, "total": 0})

    async def run(self) -> None:
        """Work until it is cancelled."""
        while True:
            try:
                made = await self.make_next()
            except DATABASE_AWAY:
                made = False
            if not made:
                await asyncio.sleep(_REST)

    async def make_next(self) -> bool:
        """Make what is next in line; False if nothing waits."""
        export = await self.service.exports.claim([*LISTS, *BUNDLES], self.lease)
        if export is None:
            return False
        log.info("export begun", export_id=str(export.id), list=export.list, attempt=export.attempts)
        self._standing = {"done": 0, "total": 0}
        making = asyncio.create_task(self._attempt(export), name=f"export {export.id}")
        holding = asyncio.create_task(self._hold(export, making))
        try:
            await asyncio.wait({making})
        finally:
            holding.cancel()
            making.cancel()
            await asyncio.gather(making, holding, return_exceptions=True)
        if not making.cancelled() and (error := making.exception()):
            raise error
        return True

    async def _attempt(self, export: Export) -> None:
        """Make a file, and say what came of it; one that is not wanted any more is thrown away."""
        exports = self.service.exports
        try:
            outcome = await self._outcome(export)
        except (asyncio.CancelledError, *DATABASE_AWAY):
            with suppress(*DATABASE_AWAY):
                await asyncio.shield(exports.release(export))
            raise
        if not await exports.finish(export, outcome):
            await asyncio.to_thread(exports.folder.file(export.id, export.attempts).unlink, missing_ok=True)
        log.info("export ended", export_id=str(export.id), state=outcome.state, rows=outcome.done)

    async def _outcome(self, export: Export) -> Outcome:
        account = await self.service.access.by_id(export.account)
        if account is None or export.attempts > MOST_ATTEMPTS:
            return Outcome(State.FAILED, problem="internal")
        try:
            with self.service.exports.folder.writing(export.id, export.attempts) as file:
                made = await self._made(export, account, file)
        except Refused as refusal:
            say = speaking(self.service, export.language)
            return Outcome(State.FAILED, problem=problem(refusal).kind.slug, detail=say(refusal.text))
        except DATABASE_AWAY:
            raise
        except Exception:
            log.exception("export failed", export_id=str(export.id))
            return Outcome(State.FAILED, problem="internal")
        return _ready(made, account)

    async def _made(self, export: Export, account: Account, file: Into) -> Made:
        if bundle := BUNDLES.get(export.list):
            wish = Wish(self.service, account, pick("", export.language), file, self._note)
            query = bundle.asked(export.filters)
            await bundle.admit(self.service, account, query)  # the account may reach less than when it asked
            return await bundle.make(wish, query)
        order = Order(LISTS[export.list], export.filters, export.format, export.language, export.address)
        return await make(self.service, account, order, file, progress=self._note)

    def _note(self, done: int, total: int) -> None:
        self._standing.update(done=done, total=total)

    async def _hold(self, export: Export, making: "asyncio.Task[None]") -> None:
        """Say that this process lives and how far it is; let go of what is not wanted from it any more."""
        while True:
            await asyncio.sleep(self.beat)
            with suppress(*DATABASE_AWAY):  # the attempt itself finds out
                if not await self.service.exports.progress(export, **self._standing, lease=self.lease):
                    making.cancel()
                    return


def reach_of(account: Account) -> str:
    """Give what decides what an account may see, as long as the register stays as it is."""
    return f"{account.role} {account.organization} {account.person}"


def _ready(made: Made, account: Account) -> Outcome:
    return Outcome(State.READY, made.rows, made.size, reach_of(account), made.secrets, made.as_of)
