"""Accounts in use, as those who tell and are told know them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.store.statements import load
from service.access import Account
from workflows.actor import Post, Role

_SQL = load(__package__, "people.sql")


async def of_bodies(conn: AsyncConnection[Any], bodies: Collection[str], *, demo: bool) -> list[Account]:
    """Give the accounts of bodies, by name; those for demonstration only where they are let in."""
    return await _found(conn, "of_bodies", bodies=list(bodies), demo=demo)


async def supervisors(conn: AsyncConnection[Any], *, demo: bool) -> list[Account]:
    """Give the accounts of supervisors, by name."""
    return await _found(conn, "supervisors", demo=demo)


async def by_id(conn: AsyncConnection[Any], ids: Collection[UUID], *, demo: bool) -> list[Account]:
    """Give those of some accounts that are in use."""
    return await _found(conn, "by_id", ids=list(ids), demo=demo)


async def _found(conn: AsyncConnection[Any], statement: str, **values: Any) -> list[Account]:
    return [_account(*row) for row in await (await conn.execute(_SQL[statement], values)).fetchall()]


def _account(account_id: UUID, login: str, name: str, role: str, body: str, post: str | None, *rest: Any) -> Account:
    return Account(account_id, login, name, Role(role), body, Post(post) if post else None, *rest)
