"""What became of the binding terms of a part of the Instruction – a project, a task, a subtask – by body."""

from typing import Any

from psycopg import AsyncConnection

from events.store.statements import load
from projections.deadline_filters import Sought
from projections.figures import Asked, at_ease
from projections.page import Codes
from projections.term_counts import Count

_SQL = load(__package__, "part_counts.sql")


async def counts_of_part(conn: AsyncConnection[Any], asked: Asked, part: str, bodies: Codes) -> dict[str, Count]:
    """Count the terms of a year for some bodies, as the figures of the overview do; those without any are left out."""
    sought = Sought(asked.today, scope=bodies, subtask=part, strength="hard", due_from=asked.first, due_to=asked.last)
    where = sought.where()
    where.add("status <> 'dropped'")
    values = where.values | {"today": asked.today, "soon": asked.soon}
    async with at_ease(conn):
        found = await (await conn.execute(where.within_statement(_SQL["by_body"]), values)).fetchall()
    return {organization: Count(*numbers) for organization, *numbers in found}
