"""How the service is: read models, deadlines, database."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from projections import dashboard
from projections.deadline_lists import overdue_unrecorded
from projections.status import Status, status
from service.checked_clock import ahead
from service.chores import Known, known_chores
from workflows.register import Register

if TYPE_CHECKING:
    from service.wiring import Service

SOON = 3
"""Working days within which a deadline is "due soon"."""

_COUNTED = 100_000
_DATABASE = """
    SELECT current_setting('server_version'), pg_database_size(current_database()),
           (SELECT coalesce(sum(last), 0)::bigint FROM (SELECT max(position) AS last FROM log.events GROUP BY log) AS logs)
"""


@dataclass(frozen=True, slots=True)
class Health:
    """What `tbn4 status` shows; `database` is its version.

    `unrecorded` are deadlines that have passed without a record of it, those of sealed cases left out; `clock_ahead` is how many
    seconds this machine's clock is ahead of the database's; `chores` is the recurring work.
    """

    projections: list[Status]
    deadlines: dashboard.Tiles
    unrecorded: int
    database: str
    database_bytes: int
    events: int
    clock_ahead: float
    chores: list[Known]


def soon(today: date, register: Register) -> date:
    """Give the last day that is "due soon" today, by the nation's calendar."""
    return register.calendar(today).shift(today, SOON)


async def health(service: "Service") -> Health:
    """Look at everything; raises psycopg's errors when the database cannot be reached."""
    today, register = service.clock.today(), await service.register.current()
    async with service.pool.connection() as conn:
        row = await (await conn.execute(_DATABASE)).fetchone()
        database, size, events = row or ("", 0, 0)
        return Health(
            await status(conn),
            await dashboard.tiles(conn, today, soon(today, register)),
            sum(not row.clearance for row in await overdue_unrecorded(conn, today, _COUNTED)),
            database, size, events, (await ahead(conn, service.clock.machine)).total_seconds(), await known_chores(conn),
        )  # fmt: skip


async def deadlines_by_status(service: "Service") -> dict[str, int]:
    """Count all deadlines by status, with those awaited split by the calendar."""
    today, register = service.clock.today(), await service.register.current()
    async with service.pool.connection() as conn:
        outcomes = await dashboard.outcomes(conn)
        tiles = await dashboard.tiles(conn, today, soon(today, register))
    # without a deadline there is no row
    found = outcomes[0] if outcomes else dashboard.Outcomes("", 0, 0, 0, 0, 0, 0)
    return {
        "met": found.met, "met_late": found.met_late, "early": found.early, "missed": found.missed,
        "not_done": found.not_done,
        "open": found.open, "due_soon": tiles.due_soon, "overdue": tiles.overdue,
    }  # fmt: skip
