"""Which awaited deadlines somebody asks about: those that are picked, or all of a filter; nothing is passed over in silence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from psycopg_pool import AsyncConnectionPool

from events.text import msg
from projections.deadline_filters import Standing
from projections.deadline_lists import awaited, deadlines
from projections.deadline_row import DeadlineRow
from projections.page import LARGEST
from service.access import Access, Account
from workflows.actor import Role
from workflows.refusals import Invalid, NotPermitted, Violation

MOST = 5_000
"""Deadlines that are told of at once; more are too many to be meant."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which awaited deadlines: those that are picked, by case and key, or all of a filter."""

    picked: Sequence[tuple[UUID, str]] | None = None
    standing: Standing = Standing.OVERDUE
    organization: str | None = None
    region: str | None = None
    rule: str | None = None


async def selected(
    pool: AsyncConnectionPool, access: Access, today: date, account: Account, wanted: Selection
) -> list[DeadlineRow]:
    """Give the deadlines of the selection that the caller may ask about; raises `Invalid` for too many, or what is not there."""
    register = await access.registry.current()
    if wanted.organization and register.organization(wanted.organization) is None:
        text = msg("There is no organisation {code}.", code=wanted.organization)
        raise Invalid((Violation(("filter", "organization"), text),))
    scope, cleared = await below(access, account), await access.cleared(account)
    async with pool.connection() as conn:
        if wanted.picked is not None:
            _check_number(len(wanted.picked))
            picked = await awaited(conn, wanted.picked, scope=scope, cleared=cleared)
            _check_found(wanted.picked, picked)
            return picked
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
                return rows


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


def _check_found(picked: Sequence[tuple[UUID, str]], found: Sequence[DeadlineRow]) -> None:
    """Hold what was picked to be there: nothing is passed over in silence."""
    known = {(row.case_id, row.key) for row in found}
    missing = [
        Violation(
            ("deadlines", number),
            msg(
                "No deadline “{key}” is awaited on case {case_id}: it is settled, or not there.",
                key=key,
                case_id=case_id,
            ),
        )
        for number, (case_id, key) in enumerate(picked)
        if (case_id, key) not in known
    ]
    if missing:
        raise Invalid(tuple(missing))
