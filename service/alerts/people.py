"""Accounts in use, as those who tell and are told know them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.store.statements import load
from service.access import Access, Account
from workflows.actor import Post, Role

_SQL = load(__package__, "people.sql")


async def of_bodies(conn: AsyncConnection[Any], access: Access, bodies: Collection[str]) -> list[Account]:
    """Give the accounts of bodies, by name; those for demonstration only where `access` lets them in."""
    return await _found(conn, access, "of_bodies", bodies=list(bodies))


async def supervisors(conn: AsyncConnection[Any], access: Access) -> list[Account]:
    """Give the accounts of supervisors, by name."""
    return await _found(conn, access, "supervisors")


async def by_id(conn: AsyncConnection[Any], access: Access, ids: Collection[UUID]) -> list[Account]:
    """Give those of some accounts that are in use."""
    return await _found(conn, access, "by_id", ids=list(ids))


async def _found(conn: AsyncConnection[Any], access: Access, statement: str, **values: Any) -> list[Account]:
    found = await conn.execute(_SQL[statement], {**values, "demo": access.demo})
    return [_account(*row) for row in await found.fetchall()]


def _account(account_id: UUID, login: str, name: str, role: str, body: str, post: str | None, *rest: Any) -> Account:
    return Account(account_id, login, name, Role(role), body, Post(post) if post else None, *rest)
