"""Entering the country's bodies, people, posts and accounts, before anything happens there."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from psycopg import AsyncConnection

from events.store.save import Committed
from service.demo.country import register_country
from service.demo.history.cast import Body, Cast
from service.demo.history.world import SINCE
from service.organizations import Organizations
from service.recall import Recall
from service.requests import Request
from service.together import Together
from workflows import machine
from workflows.actor import SYSTEM
from workflows.case import Case
from workflows.organization import Organization
from workflows.person import Person
from workflows.register import Register

T = TypeVar("T")

_TOGETHER = 200
_COLUMNS = ("id", "login", "name", "role", "post", "organization", "person")

Entered = tuple[Case, str, dict[str, Any]]
"""A record, what is done to it, with which data."""


async def settle(
    register: Organizations, cast: Cast, scale: float, progress: Callable[[int], None] = lambda _done: None
) -> None:
    """Enter everybody; what is there already stays. `progress` takes how many bodies are done."""
    await register_country(register, scale, progress)
    for group in _groups(cast.bodies):
        now = await register.registry.refresh()
        fresh = [body for body in group if not now.has_posts(body.code)]
        if fresh:
            await _save(register, [one for body in fresh for one in _people(body, now)])
            await register.registry.refresh()
            await _save(register, [one for body in fresh for one in await _posts(register.cases, body)])


def _people(body: Body, known: Register) -> Iterator[Entered]:
    for _, code, name in body.posts:
        if known.person(code) is None:
            yield Person.blank(Person.id_of(code), body.code), "register", {"code": code, "name_ru": name}


async def _posts(cases: Recall, body: Body) -> list[Entered]:
    record = (await cases.recall(Organization.id_of(body.code))).copy()
    found: list[Entered] = []
    for post, person, _ in body.posts:
        told = {"post": post.code, "since": SINCE}
        titles = {
            "title_ru": post.title_ru,
            "title_kk": post.title_kk,
            "kind": post.kind,
            "post_class": post.post_class,
        }
        found.append((record, "establish_post", told | titles))
        found.append((record, "appoint", told | {"person": person, "order_no": "1-л"}))
    return found


async def _save(register: Organizations, entered: Sequence[Entered]) -> None:
    """Record what is done to records, all in one save."""
    if not entered:
        return
    cases, known = register.cases, await register.registry.refresh()
    request, together = Request.of(SYSTEM, None), Together(cases)
    for record, action, data in entered:
        command = cases.command(record, action, data, SYSTEM, request, known)
        done = len(record.pending_events)
        machine.act(cases.workflow_of(record), record, command)
        await together.add(record, command, done)
    verdict = await cases.save(together.changed.values(), request)
    match verdict:
        case Committed():
            pass
        case other:
            raise RuntimeError(f"the register could not be entered: {other}")
    for changed in together.changed.values():
        cases.remember(changed)


async def open_accounts(conn: AsyncConnection[Any], cast: Cast, now: datetime) -> None:
    """Make the accounts of everybody, unless they are there: nobody can log in with them, since they have no passwords."""
    first = next(cast.accounts())
    if await (await conn.execute("SELECT FROM access.accounts WHERE id = %s", [first["id"]])).fetchone() is not None:
        return
    async with (
        conn.transaction(),
        conn.cursor() as cursor,
        cursor.copy(f"COPY access.accounts ({', '.join(_COLUMNS)}, demo, created_at) FROM STDIN") as copy,
    ):
        for row in cast.accounts():
            await copy.write_row((*(row[name] for name in _COLUMNS), True, now))


def _groups(of: Sequence[T]) -> Iterator[Sequence[T]]:
    iterator = iter(of)
    while group := list(islice(iterator, _TOGETHER)):
        yield group
