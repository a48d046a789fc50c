"""Bringing the demonstration into an empty database, with its accounts."""

from events.store.reader import last_position
from service.access import Account
from service.cases import Cases
from service.cli.root import CommandError
from service.demo.load import PASSWORD, accounts, load
from service.wiring import Service
from workflows.actor import Post, Role


async def load_demonstration(service: Service) -> bool:
    """Load accounts, organisations and analyses; False if they are there already. Raises `CommandError` in other databases."""
    known = {account.login for account in await service.access.accounts() if account.demo}
    async with service.pool.connection() as conn:
        used = await last_position(conn, service.cases.log) > 0
    if used and not known:
        raise CommandError(
            "the database holds other data: the demonstration needs an empty one (set TBN4_DATA_DIR or TBN4_DATABASE_URL)"
        )
    if used:
        return False
    made = [await _account(service, row) for row in accounts()]
    logins: dict[tuple[str, str], str] = {
        (account.organization, account.post or account.role): str(account.id) for account in made
    }
    await load(service.committer, lambda clock: Cases(service.committer, service.pool, clock), service.clock, logins)
    return True


async def _account(service: Service, row: dict[str, str]) -> Account:
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
        password=PASSWORD,
        demo=True,
    )
