"""Hand-made histories, and a log to put them in."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
from psycopg import AsyncConnection

from events.case import DeadlineMissed, FactCorrected
from events.codec import encode
from events.deadlines import Arithmetic, Bound, Deadline, DeadlineChanges, Judgement, Outcome, Skipped, Strength
from events.event import CaseEvent, Envelope, Event
from events.fields import Channel
from events.organization import OrganizationRegistered, OrganizationType
from events.risk_analysis import (
    AnalysisBegun,
    AnalysisCancelled,
    AnalysisOrderAmended,
    AnalysisOrdered,
    AuthorisedParty,
    DiscussionAnnounced,
    PartyKind,
    StartAnnounced,
)
from projections import ALL
from projections.feed import feed, places_of
from projections.generations import add_positions

SPACE = UUID("6f1c4f8e-0c55-4c35-9d0b-7f9f6a1f0c11")
NOON = datetime(2024, 3, 1, 7, tzinfo=UTC)


def case_id(name: str) -> UUID:
    """The id of a case by a name for it."""
    return uuid5(SPACE, name)


def envelope(actor: str = "officer-1") -> Envelope:
    return Envelope(actor=actor, role="officer", command_id=uuid5(SPACE, actor), on_behalf_of="head-1", calendar="kz-1")


def deadline(
    key: str,
    due: date,
    *,
    anchor: date = date(2024, 3, 4),
    bound: Bound = Bound.NOT_LATER,
    strength: Strength = Strength.HARD,
) -> Deadline:
    """A deadline of rule `key` (up to its slash), ten working days back from its anchor, one holiday skipped."""
    skipped = (Skipped(date(2024, 3, 8), "holiday", "womens_day", "art. 84"),)
    arithmetic = Arithmetic(anchor, -10, "working_days", due, skipped=skipped, calendar="kz-1")
    return Deadline(key, key.partition("/")[0], "1.1.3", "l.105", strength, bound, arithmetic, subject="")


def judged(key: str, due: date, done_on: date, outcome: Outcome, margin: int) -> DeadlineChanges:
    return DeadlineChanges(judged=(Judgement(key, due, done_on, outcome, margin),))


class History:
    """The events of one case, numbered as they are added."""

    def __init__(self, name: str, organization: str = "almaty.education") -> None:
        self.id = case_id(name)
        self.organization = organization
        self.events: list[CaseEvent] = []

    def add(
        self,
        kind: type[CaseEvent],
        state: str,
        /,
        deadlines: DeadlineChanges | None = None,
        remarks: tuple[str, ...] = (),
        actor: str = "officer-1",
        **data: Any,
    ) -> "History":
        """Add an event that leads to `state`."""
        event = kind(
            originator_id=self.id,
            originator_version=len(self.events) + 1,
            timestamp=NOON,
            envelope=envelope(actor),
            organization=self.organization,
            source=self.events[-1].state if self.events else "new",
            state=state,
            deadlines=deadlines or DeadlineChanges(),
            remarks=remarks,
            **data,
        )
        self.events.append(event)
        return self

    def ordered(self, deadlines: DeadlineChanges | None = None, **changes: Any) -> "History":
        """Add the order of 2024-02-12 for 2024-03-04 to 2024-03-28."""
        data: dict[str, Any] = {
            "order_no": "17-Ө",
            "ordered_on": date(2024, 2, 12),
            "starts_on": date(2024, 3, 4),
            "ends_on": date(2024, 3, 28),
            "authorised": AuthorisedParty(PartyKind.UNIT, ("Отдел контроля",)),
            "objects": ("Закупки",),
        }
        return self.add(AnalysisOrdered, "ordered", deadlines, **{**data, **changes})

    def announced(
        self, state: str = "announced", deadlines: DeadlineChanges | None = None, **changes: Any
    ) -> "History":
        """Add the announcement of the start, published on 2024-02-20."""
        data: dict[str, Any] = {
            "channel": Channel.WEBSITE,
            "address": "https://example.kz/1",
            "published_on": date(2024, 2, 20),
            "secrets_excluded": True,
        }
        return self.add(StartAnnounced, state, deadlines, ("announced_late",), **{**data, **changes})

    def missed(self, key: str, due: date, missed_on: date) -> "History":
        """Add the scheduler's note that a deadline passed."""
        return self.add(DeadlineMissed, self.events[-1].state, actor="scheduler", key=key, due=due, missed_on=missed_on)

    def amended(self, deadlines: DeadlineChanges | None = None, **changes: Any) -> "History":
        """Add an amending order that moves the end to 2024-04-05."""
        data: dict[str, Any] = {
            "order_no": "21-Ө",
            "amended_on": date(2024, 3, 6),
            "starts_on": date(2024, 3, 4),
            "ends_on": date(2024, 4, 5),
            "reason": "Продление",
        }
        return self.add(AnalysisOrderAmended, self.events[-1].state, deadlines, **{**data, **changes})

    def begun(self) -> "History":
        """Add the beginning on 2024-03-04."""
        return self.add(AnalysisBegun, "under_way", began_on=date(2024, 3, 4))

    def corrected(self, version: int, data: dict[str, Any], deadlines: DeadlineChanges | None = None) -> "History":
        """Add a correction that changes some data of an event; it names all of them, as the service's do."""
        whole = msgspec.json.decode(msgspec.json.encode(self.events[version - 1].facts())) | data
        return self.add(
            FactCorrected, self.events[-1].state, deadlines, corrects=version, data=whole, reason="Опечатка"
        )


def worked_example(name: str, organization: str = "almaty.education") -> History:
    """Ordered, announced late, begun; discussion announced after its deadline was missed and moved; cancelled."""
    start, discussion = date(2024, 2, 19), date(2024, 3, 14)
    moved = deadline("D06", date(2024, 3, 22), anchor=date(2024, 4, 5))
    return (
        History(name, organization)
        .ordered(DeadlineChanges(set=(deadline("D04", start), deadline("D06", discussion))))
        .announced(deadlines=judged("D04", start, date(2024, 2, 20), Outcome.LATE, -1))
        .begun()
        .missed("D06", discussion, date(2024, 3, 15))
        .amended(DeadlineChanges(set=(moved,)))
        .add(
            DiscussionAnnounced,
            "discussion_announced",
            judged("D06", date(2024, 3, 22), date(2024, 3, 20), Outcome.IN_TIME, 2),
            channel=Channel.MEDIA,
            address="https://example.kz/2",
            published_on=date(2024, 3, 20),
            discussion_on=date(2024, 3, 27),
            secrets_excluded=True,
        )
        .add(AnalysisCancelled, "cancelled", cancelled_on=date(2024, 3, 28), basis_no="30-Ө", reason="Реорганизация")
    )


def organization(code: str, region: str = "KZ-19", parent: str = "", **changes: Any) -> OrganizationRegistered:
    """The registration of an organisation."""
    event = OrganizationRegistered(
        originator_id=case_id(code),
        originator_version=1,
        timestamp=NOON,
        envelope=envelope(),
        organization=code,
        source="new",
        state="active",
        deadlines=DeadlineChanges(),
        remarks=(),
        since=NOON.date(),
        code=code,
        type=OrganizationType.UPR,
        region=region,
        name_ru=f"Управление {code}",
        name_kk=f"{code} басқармасы",
        name_en=f"Department {code}",
        parent=parent,
    )
    return replace(event, **changes)


def mixed(cases: int, seed: int = 1) -> list[Event]:
    """Many cases' events, shuffled into each other: each case's own order is kept."""
    pick = random.Random(seed)  # noqa: S311 - tests
    queues: list[list[Event]] = [
        list(worked_example(f"{seed}/{number}", f"org-{number % 3}").events) for number in range(cases)
    ]
    for queue in queues:
        del queue[pick.randint(1, len(queue)) :]
    result: list[Event] = [organization(f"org-{number}") for number in range(3)]
    while queues := [queue for queue in queues if queue]:
        result.append(pick.choice(queues).pop(0))
    return result


async def append(conn: AsyncConnection[Any], events: Sequence[Event], log: str = "main") -> int:
    """Put events at the end of a log in one transaction; returns its last position."""
    async with conn.transaction():
        await conn.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [log])
        row = await (
            await conn.execute("SELECT coalesce(max(position), 0) FROM log.events WHERE log = %s", [log])
        ).fetchone()
        last = int(row[0]) if row else 0
        stored = [encode(event) for event in events]
        async with conn.cursor() as cursor:
            await cursor.executemany(
                "INSERT INTO log.events VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp(), gen_random_uuid())",
                [
                    (log, last + number, s.originator_id, s.originator_version, s.topic, s.state)
                    for number, s in enumerate(stored, start=1)
                ],
            )
        await conn.execute("SELECT pg_notify('tbn4_log', %s)", [f"{log}:{last + len(events)}"])
    return last + len(events)


async def feed_all(conn: AsyncConnection[Any], size: int = 1000) -> None:
    """Feed all live projections until they stand at the ends of the logs."""
    await add_positions(conn)
    for projection in ALL:
        for place in await places_of(conn, projection):
            while (await feed(conn, [place], size))[0]:
                pass


async def contents(conn: AsyncConnection[Any]) -> dict[str, list[str]]:
    """Everything that schema `read` shows, by table, in a comparable form."""
    views = await (
        await conn.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'read'::regnamespace AND relkind = 'v' ORDER BY 1"
        )
    ).fetchall()
    result = {}
    for (view,) in views:
        statement = f"SELECT to_jsonb(v)::text FROM read.{view} v ORDER BY 1"  # noqa: S608 - names from the catalogue
        result[view] = [row[0] for row in await (await conn.execute(statement.encode())).fetchall()]
    return result
