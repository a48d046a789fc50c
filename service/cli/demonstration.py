"""Bringing the demonstration into an empty database, with its accounts."""

from collections.abc import Callable
from datetime import timedelta

from psycopg.conninfo import conninfo_to_dict

from events.store.reader import last_position
from events.store.statements import load as load_statements
from service.access import Account
from service.alerts.telling import Telling
from service.cases import Cases
from service.cli.root import CommandError
from service.clock import FixedClock
from service.demo.load import PASSWORD, Meanwhile, accounts, load
from service.demo.people import actors
from service.demo.step import Place
from service.demo.story import steps
from service.files import Files
from service.wiring import Service
from workflows.actor import Post, Role

_SQL = load_statements(__package__, "demonstration.sql")


Around = Callable[[dict[Place, str]], Meanwhile]
"""Gives what goes on beside the story, by the accounts of the people in it."""


async def load_demonstration(service: Service, around: Around | None = None) -> bool:
    """Load accounts, organisations and analyses; False if they are there already.

    What goes on around the story is carried on where it was interrupted: all its commands are known by their ids. Raises
    `CommandError` in a database that holds other data, or a demonstration without it whose loading was interrupted.
    """
    known = {account.login for account in await service.access.accounts() if account.demo}
    async with service.pool.connection() as conn:
        used = await last_position(conn, service.cases.log) > 0
        whole = await (await conn.execute(_SQL["is_whole"])).fetchone() == (True,)
    if used and not known:
        raise CommandError(
            "the database holds other data: the demonstration needs an empty one (set TBN4_DATA_DIR or TBN4_DATABASE_URL)"
        )
    if used and not whole and around is None:
        raise CommandError(f"the demonstration was not loaded to its end: empty {_place(service)} and start again")
    if whole:
        return False
    logins = {_place_of(account): str(account.id) for account in [await _account(service, row) for row in accounts()]}
    # those of the story need names, not passwords
    for row in actors(steps(service.clock.today()), logins):
        account = await _account(service, row, password=None)
        logins[_place_of(account)] = str(account.id)
    await load(
        service.register,
        lambda clock: Cases(service.pool, service.committer, clock, service.register),
        service.clock,
        logins,
        lambda clock: Files(service.pool, clock, service.files.contents, service.files.limit),
        around(logins) if around else None,
    )
    async with service.pool.connection() as conn:
        await conn.execute(_SQL["mark_whole"], {"now": service.clock.now()})
    return True


async def tell_of_deadlines(service: Service) -> None:
    """Tell of deadlines as on the last working day before today, so that inboxes are not empty; the read models show everything."""
    yesterday = service.clock.today() - timedelta(days=1)
    day = (await service.register.current()).calendar(yesterday).on_or_before(yesterday)
    await Telling(service.cases, FixedClock.at(day, 9), service.access).tell_due()


def _place(service: Service) -> str:
    settings = service.settings
    if settings.database_url is None:
        return f"the folder {settings.data_dir / 'postgres'}"
    return f"the database {conninfo_to_dict(settings.database_url).get('dbname', '')}".rstrip()


def _place_of(account: Account) -> Place:
    return account.organization, account.post or account.role, account.person


async def _account(service: Service, row: dict[str, str], password: str | None = PASSWORD) -> Account:
    known = {account.login: account for account in await service.access.accounts()}
    if row["login"] in known:
        return known[row["login"]]
    post = Post(row["post"]) if "post" in row else None
    return await service.access.create(
        row["login"],
        row["name"],
        Role(row["role"]),
        organization=row["organization"],
        post=post,
        password=password,
        demo=True,
        person=row.get("person", ""),
    )
