"""Projections and connections that fail on purpose."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from psycopg import AsyncConnection

from events.event import Recorded
from projections.projection import Projection, write


class Tally(Projection):
    """Counts the events of each case; refuses those of actors in `poisonous`, and everything while `broken`."""

    name = "tally"
    version = 1
    tables = (
        b"CREATE TABLE tallies (log text, case_id uuid, events bigint, versions bigint[], PRIMARY KEY (log, case_id))"
    )

    def __init__(self, poisonous: set[str] | None = None) -> None:
        self.poisonous = poisonous or set()
        self.broken = False

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Add to the tallies, in one statement."""
        if self.broken:
            await conn.execute("SELECT * FROM a_table_that_is_gone")
        versions: dict[str, list[int]] = {}
        for recorded in events:
            if recorded.event.envelope.actor in self.poisonous:
                raise ValueError(f"{recorded.event.envelope.actor} is poison")
            versions.setdefault(str(recorded.event.originator_id), []).append(recorded.event.originator_version)
        rows = [
            {"log": events[0].log, "case_id": case_id, "events": len(numbers), "versions": numbers}
            for case_id, numbers in versions.items()
        ]
        await write(
            conn,
            b"INSERT INTO tallies SELECT * FROM json_populate_recordset(NULL::tallies, %(rows)s::json) ON CONFLICT (log, case_id) "
            b"DO UPDATE SET events = tallies.events + EXCLUDED.events, versions = tallies.versions || EXCLUDED.versions",
            rows,
        )


class Picky(Tally):
    """Refuses the event of one number in any case."""

    def __init__(self, refused: int) -> None:
        super().__init__()
        self.refused = refused

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Add to the tallies, in one statement."""
        if any(recorded.event.originator_version == self.refused for recorded in events):
            raise ValueError(f"event {self.refused} is poison")
        await super().apply(conn, events)


class Tally2(Tally):
    """The next version: other columns."""

    version = 2
    tables = Tally.tables.replace(b"PRIMARY", b"doubled bigint GENERATED ALWAYS AS (events * 2) STORED, PRIMARY")

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Add to the tallies, event by event."""
        for recorded in events:
            await conn.execute(
                "INSERT INTO tallies VALUES (%s, %s, 1, ARRAY[%s::bigint]) ON CONFLICT (log, case_id) "
                "DO UPDATE SET events = tallies.events + 1, versions = tallies.versions || EXCLUDED.versions",
                [recorded.log, recorded.event.originator_id, recorded.event.originator_version],
            )


class Mistyped(Tally2):
    """The next version with a mistake: fails on every event, as if it were the event's fault."""

    async def apply(self, _conn: AsyncConnection[Any], _events: Sequence[Recorded]) -> None:
        """Fail."""
        raise KeyError("evnets")


class Cutter:
    """Says after which COMMITs the answer is lost: now and then, `cuts` times."""

    def __init__(self, pick: random.Random, cuts: int) -> None:
        self.pick, self.left, self.passing = pick, cuts, 2

    def takes(self, data: bytes) -> bool:
        """Whether this piece of the conversation is such a COMMIT."""
        if b"COMMIT" not in data or not self.left:
            return False
        self.passing -= 1
        if self.passing:
            return False
        self.left -= 1
        self.passing = self.pick.choice([2, 3, 4])
        return True


@asynccontextmanager
async def lossy(database_url: str, cutter: Cutter) -> AsyncIterator[str]:
    """Give the URL of a relay that hands COMMITs to the server and then, sometimes, cuts the line before the answer."""
    target = urlsplit(database_url)

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(target.hostname, target.port)
        answers = asyncio.create_task(_copy(there, writer))
        try:
            while data := await reader.read(65536):
                lost = cutter.takes(data)
                if lost:
                    answers.cancel()
                back.write(data)
                await back.drain()
                if lost:
                    await there.read(1)  # the server has answered: it has committed
                    break
        finally:
            answers.cancel()
            back.close()
            writer.close()

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    address = target.netloc.rpartition(":")[0] + f":{port}"
    try:
        yield target._replace(netloc=address).geturl()
    finally:
        server.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()
