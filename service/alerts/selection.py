"""Which awaited deadlines somebody asks about: those that are picked, or all of a filter; nothing is passed over in silence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.text import Text, msg
from projections.cleared import Cleared
from projections.deadline_filters import Standing
from projections.deadline_lists import awaited, deadlines
from projections.deadline_row import DeadlineRow
from projections.page import LARGEST, Codes
from service.access import Access, Account
from workflows.actor import Role
from workflows.refusals import Invalid, NotPermitted, Violation

_OWN = msg("This is a deadline of your own body: a body above it, or a supervisor, has its people told.")

MOST = 5_000
"""Deadlines that are told of at once; more are too many to be meant."""


Place = tuple[UUID, str]
"""A deadline: its case and key."""

Refusals = Mapping[Place, Text]
"""Why some of those that were picked are not told of."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which awaited deadlines: those that are picked, by case and key, or all of a filter.

    `each` picked one stands by itself: one that cannot be told of is refused, and the others are told of; else one refuses all.
    """

    picked: Sequence[Place] | None = None
    standing: Standing = Standing.OVERDUE
    organization: str | None = None
    region: str | None = None
    rule: str | None = None
    each: bool = False


async def selected(
    pool: AsyncConnectionPool, access: Access, today: date, account: Account, wanted: Selection
) -> tuple[list[DeadlineRow], Refusals]:
    """Give the deadlines of the selection that the caller may ask about, and why others are refused.

    Raises `Invalid` for too many, and where not each stands by itself, for what is refused.
    """
    register = await access.registry.current()
    if wanted.organization and register.organization(wanted.organization) is None:
        text = msg("There is no organisation {code}.", code=wanted.organization)
        raise Invalid((Violation(("filter", "organization"), text),))
    scope, cleared = await below(access, account), await access.cleared(account)
    async with pool.connection() as conn:
        if wanted.picked is not None:
            _check_number(len(wanted.picked))
            return await _picked(conn, wanted.picked, scope, await access.scope(account), cleared, each=wanted.each)
        rows: list[DeadlineRow] = []
        cursor = ""
        while True:
            page = await deadlines(
                conn, today=today, standing=wanted.standing, organization=wanted.organization, scope=scope,
                cleared=cleared, region=wanted.region, rule=wanted.rule, cursor=cursor, limit=LARGEST,
            )  # fmt: skip
            rows += [row for row in page.rows if row.bound == "not_later"]
            cursor = page.next
            _check_number(len(rows))
            if not cursor:
                return rows, {}


async def below(access: Access, account: Account) -> list[str] | None:
    """Give the bodies whose people an account may have told: those below its own, all for supervisors. Raises `NotPermitted`."""
    scope = await access.scope(account)
    if account.role is Role.SUPERVISOR:
        return scope
    codes = [code for code in scope or () if code != account.organization]
    if not codes:
        raise NotPermitted(msg("Supervisors and bodies above have people reminded: there is no body below yours."))
    return codes


def _check_number(found: int) -> None:
    if found > MOST:
        text = msg("More than {n} deadlines fit: narrow the filter.", n=MOST)
        raise Invalid((Violation(("filter",), text),))


async def _picked(
    conn: AsyncConnection[Any], picked: Sequence[Place], below: Codes, seen: Codes, cleared: Cleared, *, each: bool
) -> tuple[list[DeadlineRow], Refusals]:
    """Give those of the picked that are awaited of bodies below, and why the others are refused: nothing is passed over in silence."""
    rows = await awaited(conn, picked, scope=below, cleared=cleared)
    missing = set(picked) - {(row.case_id, row.key) for row in rows}
    own = await awaited(conn, list(missing), scope=seen, cleared=cleared) if missing else []
    refused = {place: _not_awaited(place) for place in picked if place in missing}
    refused |= {(row.case_id, row.key): _OWN for row in own}
    if refused and not each:
        numbers = {place: number for number, place in enumerate(picked)}
        raise Invalid(tuple(Violation(("deadlines", numbers[place]), text) for place, text in refused.items()))
    return rows, refused


def _not_awaited(place: Place) -> Text:
    case_id, key = place
    return msg(
        "No deadline “{key}” is awaited on case {case_id}: it is settled, or not there.", key=key, case_id=case_id
    )
