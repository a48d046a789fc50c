"""The generations of a read model: made, shown through the views in schema `read`, switched, discarded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection, sql
from psycopg.rows import class_row

from events.store import reader
from events.store.statements import load
from projections.projection import Projection

_SQL = load(__package__, "generations.sql")
_PATIENCE = "3s"  # for readers of the views: a switch that waits holds up those who come after it


@dataclass(frozen=True, slots=True)
class Generation:
    """One set of a projection's tables; `status` is building, live or retired, `version` that of the code that made it."""

    projection: str
    generation: int
    version: int
    status: str

    @property
    def schema(self) -> str:
        """The PostgreSQL schema that holds its tables."""
        return schema_of(self.projection, self.generation)


def schema_of(projection: str, generation: int) -> str:
    """Give the name of the PostgreSQL schema of a generation."""
    return f"{projection}_g{generation}"


async def generations(conn: AsyncConnection[Any], projection: str | None = None) -> list[Generation]:
    """List the generations of a projection, or of all."""
    async with conn.cursor(row_factory=class_row(Generation)) as cursor:
        await cursor.execute(_SQL["all"], {"projection": projection})
        return await cursor.fetchall()


async def prepare(conn: AsyncConnection[Any], projections: Iterable[Projection]) -> list[Generation]:
    """Make sure that every projection has a live generation, empty at first, with a place in every log; safe to repeat.

    Returns all generations. A service calls it before it answers questions: afterwards the views in schema `read` exist.
    """
    async with conn.transaction():
        await conn.execute(_SQL["lock"])
        live = {known.projection for known in await generations(conn) if known.status == "live"}
        for projection in projections:
            if projection.name not in live:
                await show(conn, projection, await make(conn, projection, "live"))
    await add_positions(conn)
    return await generations(conn)


async def add_positions(conn: AsyncConnection[Any]) -> None:
    """Give every generation a place in every log, at its beginning."""
    await conn.execute(_SQL["add_positions"], {"logs": await reader.logs(conn)})


async def make(conn: AsyncConnection[Any], projection: Projection, status: str = "building") -> Generation:
    """Make the next generation of a projection with empty tables."""
    async with conn.transaction():
        async with conn.cursor(row_factory=class_row(Generation)) as cursor:
            parameters = {"projection": projection.name, "version": projection.version, "status": status}
            await cursor.execute(_SQL["add"], parameters)
            [generation] = await cursor.fetchall()
        name = sql.Identifier(generation.schema)
        await conn.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
        await conn.execute(sql.SQL("CREATE SCHEMA {}").format(name))
        async with conn.transaction():
            await enter(conn, generation.schema)
            await conn.execute(projection.tables)
            for versioned in projection.versioned:
                await conn.execute(versioned.statement("table"))
    if status == "live":
        await complete(conn, projection, generation)
    return generation


async def complete(conn: AsyncConnection[Any], projection: Projection, generation: Generation) -> None:
    """Give the tables of a generation the indexes that queries need, and the planner what it must know of them; safe to repeat.

    Each index is a transaction of its own, unless the caller has one: what is made stays made, and none is long (`keep_alive`).
    """
    tables = await (await conn.execute(_SQL["tables"], {"schema": generation.schema})).fetchall()
    for statement in filter(bytes.strip, projection.indexes.split(b";")):
        async with conn.transaction():
            await conn.execute(_SQL["room"])
            await enter(conn, generation.schema)
            await conn.execute(statement)
    for table, _ in tables:
        await conn.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(generation.schema, table)))


async def enter(conn: AsyncConnection[Any], schema: str) -> None:
    """Let unqualified table names mean those of a schema until the transaction ends."""
    await conn.execute(_SQL["enter"], {"schema": schema})


async def switch(conn: AsyncConnection[Any], projection: Projection, generation: Generation) -> None:
    """Let a generation take the live one's place, within the caller's transaction.

    Waits at most some seconds for readers; `psycopg.errors.LockNotAvailable` means that they did not end.
    """
    await conn.execute(sql.SQL("SET LOCAL lock_timeout = {}").format(_PATIENCE))
    await conn.execute(_SQL["lock"])
    await conn.execute(_SQL["retire"], {"projection": generation.projection})
    parameters = {"projection": generation.projection, "generation": generation.generation}
    await conn.execute(_SQL["promote"], parameters)
    await show(conn, projection, generation)


async def show(conn: AsyncConnection[Any], projection: Projection, generation: Generation) -> None:
    """Let the views in schema `read` show a generation's tables, and those in schema `was` what they were."""
    cursor = await conn.execute(_SQL["tables"], {"schema": generation.schema})
    columns = dict(await cursor.fetchall())
    for table in columns:
        view, source = sql.Identifier("read", table), sql.Identifier(generation.schema, table)
        await conn.execute(sql.SQL("DROP VIEW IF EXISTS {}").format(view))
        await conn.execute(sql.SQL("CREATE VIEW {} AS SELECT * FROM {}").format(view, source))
    async with conn.transaction():
        await enter(conn, generation.schema)
        for statement in (*(one.view(columns[one.table]) for one in projection.versioned), projection.was):
            if statement:
                await conn.execute(statement)


async def discard(conn: AsyncConnection[Any], unwanted: Sequence[Generation]) -> None:
    """Drop the tables of generations that are not live, and forget them."""
    for generation in unwanted:
        async with conn.transaction():
            parameters = {"projection": generation.projection, "generation": generation.generation}
            cursor = await conn.execute(_SQL["forget"], parameters)
            if cursor.rowcount:
                await conn.execute(
                    sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(generation.schema))
                )
