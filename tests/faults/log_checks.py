"""The log held to what must be true of it, and to what the clients were told."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from psycopg import AsyncConnection

from events.case import DeadlineMissed
from events.organization import OrganizationRegistered, StructureRevised
from events.risk_analysis import AnalysisOrdered
from events.store.statements import load
from tests.faults.journal import Acknowledged, Journal

_SQL = load(__package__, "checks.sql")
_TOPICS = {
    "ordered": AnalysisOrdered.TOPIC,
    "own": [DeadlineMissed.TOPIC, OrganizationRegistered.TOPIC, StructureRevised.TOPIC],
}
_STRUCTURE = {
    "positions are dense": "positions",
    "versions of each case are dense": "versions",
    "versions follow positions": "order",
    "recorded instants never go back": "clock",
    "one command, one set of events": "commands",
    "no order is carried out twice": "orders",
}
_PROMISES = {
    "no acknowledged event is lost": "lost",
    "nothing refused is stored": "refused_but_stored",
    "nothing is stored untold": "untold",
}

Findings = dict[str, Sequence[str]]
"""What was looked at, and every violation found."""


async def check_structure(conn: AsyncConnection[Any]) -> Findings:
    """Check the log by itself."""
    return {title: await _found(conn, name) for title, name in _STRUCTURE.items()}


async def check_promises(conn: AsyncConnection[Any], journal: Journal) -> Findings:
    """Check the log against what the clients were told."""
    async with conn.transaction():
        await conn.execute(_SQL["told"])
        columns = ", ".join(column.name for column in dataclasses.fields(Acknowledged))
        told = (dataclasses.astuple(answer) for answer in journal.acknowledged)
        await _copy(conn, f"COPY acknowledged ({columns}) FROM STDIN".encode(), told)
        await conn.execute(_SQL["refused"])
        await _copy(conn, b"COPY refused (command_id) FROM STDIN", ((command,) for command in journal.refused))
        found: Findings = {title: await _found(conn, name) for title, name in _PROMISES.items()}
    return found | {"every answer is one that was to be expected": journal.unexpected}


async def _found(conn: AsyncConnection[Any], name: str) -> list[str]:
    return [text for (text,) in await (await conn.execute(_SQL[name], _TOPICS)).fetchall()]


async def _copy(conn: AsyncConnection[Any], statement: bytes, rows: Iterable[tuple[Any, ...]]) -> None:
    async with conn.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            await copy.write_row(row)
