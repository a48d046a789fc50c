"""Takes messages to webhooks, by the schedule of Standard Webhooks, and gives up receivers that are gone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from psycopg.rows import class_row
from psycopg_pool import AsyncConnectionPool

from events import codec
from events.event import CaseEvent
from events.sealing import MAGIC
from events.store.reader import read_log
from service.access import Access, Account
from service.alerts.delivery import About, AttemptResult, Delivery, Outcome, spread
from service.alerts.notice import Notice
from service.alerts.queue import Queue, mail_row
from service.alerts.webhooks.message import Message, of_event, of_notice, of_test, request
from service.alerts.webhooks.posting import Posting
from service.alerts.webhooks.webhook import Webhook
from service.alerts.webhooks.webhooks import SQL, disable, found
from service.cases import Cases
from service.clock import Clock

SCHEDULE = tuple(timedelta(seconds=n) for n in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""How long after each failed attempt the next one is made; the first is made at once."""

LONGEST_FAILURE = timedelta(days=5)
"""After so long without success a webhook is disabled."""

_REST = timedelta(seconds=5)  # for which one that fails is spared its other messages
_WITHDRAWN = Outcome(AttemptResult.WITHDRAWN, detail="the owner may not see it any more, or it is sealed")
_DISABLED = Outcome(AttemptResult.WITHDRAWN, detail="the webhook was disabled")


@dataclass
class WebhookCarrier:
    """Sends messages to webhooks; `site` is the public address of the service."""

    pool: AsyncConnectionPool
    clock: Clock
    access: Access
    cases: Cases
    posting: Posting
    site: str

    async def carry(self, delivery: Delivery) -> Outcome:
        """Send a message, unless its receiver may not hear it any more."""
        async with self.pool.connection() as conn:
            [webhook] = await found(conn, b" WHERE id = %(id)s", {"id": delivery.webhook})
        if webhook.disabled_for and delivery.about is not About.TEST:
            return _DISABLED
        owner = await self.access.by_id(webhook.account)
        message = await self._message(delivery, owner) if owner else None
        if message is None:
            return _WITHDRAWN
        now = self.clock.now()
        headers, body = request(message, delivery.id, self.site, webhook.valid_secrets(now), now)
        outcome = await self.posting.post(webhook.url, headers, body)
        ended = await self._note(webhook, delivery, outcome)
        return replace(outcome, last=True) if ended else outcome

    def wait(self, delivery: Delivery, now: datetime) -> datetime | None:
        """Say when to try again, None to give up; a test is not repeated."""
        if delivery.tries > len(SCHEDULE) or delivery.about is About.TEST:
            return None
        return now + SCHEDULE[delivery.tries - 1] * spread(delivery)

    async def _message(self, delivery: Delivery, owner: Account) -> Message | None:
        """Say what is sent, None for what the owner may not see: nothing of sealed cases leaves the service."""
        match delivery.about:
            case About.TEST:
                return of_test(delivery.made_at)
            case About.EVENT:
                return await self._event(delivery, owner)
            case _:
                return await self._notice(delivery, owner)

    async def _notice(self, delivery: Delivery, owner: Account) -> Message | None:
        async with self.pool.connection() as conn, conn.cursor(row_factory=class_row(Notice)) as cursor:
            await cursor.execute(SQL["notice"], {"delivery": delivery.id})
            notice = await cursor.fetchone()
        if notice is None or notice.clearance or not await self._may_hear(owner, notice.case_id, notice.organization):
            return None
        return of_notice(notice, self.site)

    async def _event(self, delivery: Delivery, owner: Account) -> Message | None:
        async with self.pool.connection() as conn:
            [row] = await read_log(conn, delivery.log, delivery.position - 1, 1)
        event = None if row.state.startswith(MAGIC) else codec.read(row)
        if not isinstance(event, CaseEvent) or not await self._may_hear(owner, row.originator_id, event.organization):
            return None
        case = await self.cases.recall(row.originator_id)
        return of_event(row, event, self.cases.workflow_of(case).WORKFLOW, self.site)

    async def _may_hear(self, owner: Account, case_id: UUID, organization: str) -> bool:
        """Whether the owner sees an organisation still, and the case was not sealed after all.

        A case that is gone from the log of this service is nobody's secret: notices of it say nothing else.
        """
        if not await self.access.sees(owner, organization):
            return False
        known = (await self.cases.several([case_id])).get(case_id)
        return known is None or not known.facts.clearance

    async def _note(self, webhook: Webhook, delivery: Delivery, outcome: Outcome) -> bool:
        """Remember how a webhook does; True if it is given up now, of which its owner is told."""
        now = self.clock.now()
        async with self.pool.connection() as conn, conn.transaction():
            if outcome.result is AttemptResult.SENT:
                await conn.execute(SQL["reached"], {"id": webhook.id})
                return False
            values = {"id": webhook.id, "now": now, "rests_until": now + _REST}
            row = await (await conn.execute(SQL["failed"], values)).fetchone()
            since = row[0] if row else now
            why = (
                "gone" if outcome.result is AttemptResult.GONE else "failing" if now - since >= LONGEST_FAILURE else ""
            )
            if not why or delivery.about is About.TEST or not await disable(conn, webhook.id, why, now):
                return False
            told = mail_row(About.DISABLED, webhook.account, now, f"{webhook.id}:{now.timestamp()}", webhook.id)
            return await Queue(conn).add([told]) == 1
