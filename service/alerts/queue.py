"""The line of messages, in PostgreSQL: putting them there, taking them, and what became of them."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import args_row, kwargs_row

from events.in_turn import my_turn
from events.store.statements import load
from service.alerts.delivery import OURS, About, Delivery, DeliveryChannel, DeliveryState, Outcome, identity
from service.alerts.hours import Hours, start_of_day
from service.alerts.notice import Kind, Notice

SQL = load(__package__, "deliveries.sql")

_URGENT = frozenset({Kind.TODAY, Kind.ASKED})
"""What does not wait for the next day's digest."""

_WINDOW = 1_000  # mails among which the next ones are chosen
_TURN = 50  # messages that are made in one turn of the event loop
_OURS = sorted(OURS)


@dataclass(frozen=True, slots=True)
class MailState:
    """How mail is faring: how many are `kept` since the server does not take them from us, with its `code` (0 for none), how many wait
    in all, and how many were given up in the last week.
    """

    kept: int
    code: int
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The messages of a database; every method works on the caller's connection, in the caller's transaction."""

    conn: AsyncConnection[Any]

    async def put(self, notices: Sequence[Notice], hours: Hours) -> None:
        """Put in line what will carry new notices: one digest a person, and one message a notice to each system that listens."""
        carried = [*await self._put_mail(notices, hours), *await self._put_webhooks(notices)] if notices else []
        if carried:
            await self.conn.execute(SQL["carry"], {"rows": _json(carried)})

    async def _put_mail(self, notices: Sequence[Notice], hours: Hours) -> list[dict[str, UUID]]:
        """Put digests in line; gives which of them carries which notice."""
        values = {"accounts": list({notice.account for notice in notices})}
        mailed = dict(await (await self.conn.execute(SQL["mailed"], values)).fetchall())
        wanted = [one for one in notices if one.account in mailed and (one.mandatory or mailed[one.account])]
        if not wanted:
            return []
        await my_turn()
        times = cache(lambda made_at: _times(made_at, hours))
        rows = [_digest(account, own, times) for account, own in _by_account(wanted)]
        digests = dict(await (await self.conn.execute(SQL["digests"], {"rows": _json(rows)})).fetchall())
        return [{"delivery": digests[one.account], "notice": one.id} for one in wanted]

    async def _put_webhooks(self, notices: Sequence[Notice]) -> list[dict[str, UUID]]:
        """Put messages in line; gives which carries which notice. Nothing of sealed cases goes to a system: it is on no approved list."""
        listeners = await (await self.conn.execute(SQL["listeners"], {"what": "notices"})).fetchall()
        shown = [one for one in notices if not one.clearance]
        if not listeners or not shown:
            return []
        codes = list({one.organization for one in shown})
        above = dict(await (await self.conn.execute(SQL["above"], {"codes": codes})).fetchall())
        rows, carried = [], []
        for webhook, owner, organization, sees_all, misses in listeners:
            for place, one in enumerate(shown):
                if place % _TURN == 0:
                    await my_turn()
                if sees_all or organization in above[one.organization]:
                    row = webhook_row(About.NOTICES, webhook, owner, one.made_at, one.id, missed=misses)
                    rows.append(row)
                    carried.append({"delivery": row["id"], "notice": one.id})
        await self.add(rows)
        return carried

    async def add(self, rows: Sequence[dict[str, Any]]) -> int:
        """Put messages in line that are not there yet (`webhook_row`, `mail_row`); gives how many were not."""
        return (await self.conn.execute(SQL["queue"], {"rows": _json(rows)})).rowcount if rows else 0

    async def claim(
        self,
        now: datetime,
        lease: timedelta,
        limit: int,
        *,
        channels: Collection[DeliveryChannel],
        awake: bool,
        digests: bool = True,
        busy: Collection[UUID] = (),
        each: int = 4,
    ) -> list[Delivery]:
        """Take the next messages for as long as the lease lasts, at most `each` for one receiver, none for those that are `busy`.

        Mail goes only while people are `awake`, but for what somebody has just asked for, and new digests at the time of `digests`.
        """
        values = {
            "now": now, "lease": lease, "limit": limit, "channels": list(channels), "awake": awake, "digests": digests,
            "busy": list(busy), "each": each, "window": _WINDOW,
        }  # fmt: skip
        async with self.conn.cursor(row_factory=kwargs_row(_delivery)) as cursor:
            await cursor.execute(SQL["claim"], values)
            return await cursor.fetchall()

    async def finish(
        self,
        delivery: Delivery,
        outcome: Outcome,
        state: DeliveryState,
        now: datetime,
        took: float,
        next_at: datetime | None,
    ) -> bool:
        """Note what an attempt came to; False if another process has taken the message over meanwhile."""
        reason = "" if state in {DeliveryState.WAITING, DeliveryState.SENT} else outcome.detail or outcome.result
        values = {
            "id": delivery.id, "number": delivery.attempts, "state": state, "next_at": next_at, "now": now, "reason": reason,
            "result": outcome.result, "code": outcome.code, "detail": outcome.detail, "milliseconds": round(took * 1000),
            "left_out": _json([{"notice": notice, "why": why} for notice, why in outcome.left_out.items()]),
        }  # fmt: skip
        return (await self.conn.execute(SQL["finish"], values)).rowcount == 1

    async def again(
        self,
        webhook: UUID,
        now: datetime,
        ids: Collection[UUID] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> int:
        """Put a webhook's messages in line again: some of them, or those made within a time; gives how many."""
        values = {
            "webhook": webhook, "now": now, "ids": None if ids is None else list(ids), "since": since, "until": until
        }  # fmt: skip
        return (await self.conn.execute(SQL["again"], values)).rowcount

    async def mail_again(self, now: datetime, since: datetime) -> int:
        """Put mails in line that were given up, made from `since` on, and those that wait for us to mend something; gives how many."""
        return (await self.conn.execute(SQL["mail_again"], {"now": now, "since": since, "ours": _OURS})).rowcount

    async def overnight(self, now: datetime) -> bool:
        """Whether a digest waits since an earlier day."""
        row = await (await self.conn.execute(SQL["overnight"], {"now": now, "day": start_of_day(now)})).fetchone()
        return row == (True,)

    async def mail_state(self, now: datetime) -> "MailState":
        """Say how mail is faring."""
        async with self.conn.cursor(row_factory=args_row(MailState)) as cursor:
            await cursor.execute(SQL["mail_state"], {"now": now, "ours": _OURS})
            return await cursor.fetchone() or MailState(0, 0, 0, 0)

    async def withdraw(self, webhook: UUID, now: datetime, reason: str) -> None:
        """Take what waits for a webhook out of line."""
        await self.conn.execute(SQL["withdraw"], {"webhook": webhook, "now": now, "reason": reason})


def webhook_row(
    about: About,
    webhook: UUID,
    owner: UUID,
    made_at: datetime,
    carried: object,
    log: str = "",
    position: int = 0,
    *,
    missed: bool = False,
) -> dict[str, Any]:
    """Give the row of a message to a webhook, which is sent at once, or is `missed` by one that is disabled."""
    return {
        "id": identity(DeliveryChannel.WEBHOOK, webhook, carried), "channel": DeliveryChannel.WEBHOOK, "about": about,
        "account": owner, "webhook": webhook, "log": log, "position": position, "next_at": made_at, "made_at": made_at,
        "missed": missed,
    }  # fmt: skip


def mail_row(
    about: About, account: UUID, made_at: datetime, carried: object, webhook: UUID | None = None
) -> dict[str, Any]:
    """Give the row of a mail that is no digest."""
    return {
        "id": identity(DeliveryChannel.MAIL, about, account, carried), "channel": DeliveryChannel.MAIL, "about": about,
        "account": account, "webhook": webhook, "log": "", "position": 0, "next_at": made_at, "made_at": made_at,
        "missed": False,
    }  # fmt: skip


def _by_account(notices: Sequence[Notice]) -> Iterator[tuple[UUID, list[Notice]]]:
    """In one order for all transactions, so that none waits for another that waits for it."""
    for account, own in groupby(
        sorted(notices, key=lambda one: (one.account, one.number)), key=lambda one: one.account
    ):
        yield account, list(own)


def _digest(account: UUID, own: list[Notice], times: Callable[[datetime], dict[str, datetime]]) -> dict[str, Any]:
    made_at = max(one.made_at for one in own)
    return {
        "id": identity(DeliveryChannel.MAIL, About.NOTICES, account, own[0].id), "account": account,
        "urgent": any(one.kind in _URGENT for one in own), "made_at": made_at, **times(made_at),
    }  # fmt: skip


def _times(made_at: datetime, hours: Hours) -> dict[str, datetime]:
    """Say when a digest goes that was begun at an instant, when if not that day, and when that day began."""
    soon = hours.next_digest(made_at)
    return {"soon": soon, "later": hours.digest_after(soon), "day": start_of_day(soon)}


def _delivery(channel: str, about: str, **rest: Any) -> Delivery:
    return Delivery(channel=DeliveryChannel(channel), about=About(about), **rest)


def _json(rows: Sequence[Any]) -> str:
    return msgspec.json.encode(rows).decode()
