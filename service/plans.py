"""Asking for a year's plan: who may have it made for whom, what it says of a body, and how far a country is."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.organization.record import OrganizationRecord
from events.text import Body, msg
from projections import cases as case_list
from projections.case_row import CaseRow
from projections.cleared import NOTHING_SEALED, Cleared
from service.access import Account
from service.moment import NOW, Moment, looking
from service.planning import Planned
from service.problems import OutOfScope
from service.runs import EVERYBODY, Progress, Run
from service.wiring import Service
from workflows.actor import Role
from workflows.plan import check_year, owed, superfluous
from workflows.refusals import Invalid, Unknown, Violation

MOST_AT_ONCE = 50
"""Bodies that are planned while the caller waits; for more there is a run to watch."""

PLAN, CARD = "plan", "card"
"""Kinds of run."""


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A case of a body's plan: `made` is what became of it, None if it is not made yet; `owed` says whether it is still owed."""

    workflow: str
    subtask: str
    period: str
    case_id: UUID
    owed: bool
    made: CaseRow | None


async def order_plan(
    service: Service, account: Account, year: int, organizations: Sequence[str] | None
) -> Planned | UUID:
    """Plan a year for bodies, or for all that the account reaches; gives what was done, or for many the id of the run.

    Raises `Invalid` for a year or body that there is not, `OutOfScope` for a body outside the account's reach.
    """
    check_year(year, service.clock.today())
    codes = await _reached(service, account, organizations)
    actor = await service.access.actor(account)
    if codes is not None and len(codes) <= MOST_AT_ONCE:
        return await service.plans.plan(year, codes, actor)

    async def work(progress: Progress) -> Mapping[str, int]:
        return asdict(await service.plans.plan(year, codes, actor, progress))

    return await service.runs.start(PLAN, year, str(account.id), work, _scope(codes))


async def watches(service: Service, account: Account, run: Run) -> bool:
    """Whether an account may watch a run: a supervisor, who started it, and whoever would start the same."""
    if account.role is Role.SUPERVISOR or run.account == str(account.id):
        return True
    return run.scope == _scope(await service.access.scope(account))


async def order_dates(service: Service, account: Account, year: int) -> UUID:
    """Bring the dates of a year's Карта to its cases; gives the id of the run."""

    async def work(progress: Progress) -> Mapping[str, int]:
        return {"cases": await service.plans.cards.spread(year, progress)}

    return await service.runs.start(CARD, year, str(account.id), work)


async def plan_of(
    service: Service, account: Account, organization: str, year: int, moment: Moment = NOW
) -> list[PlanEntry]:
    """Give a body's plan of a year as it stands; cases that are owed no longer come last. Raises `OutOfScope`, `Unknown`."""
    check_year(year, service.clock.today())
    record = (await service.register.as_of(moment.at)).organization(organization)
    if record is None:
        raise Unknown(msg("There is no organisation {code}.", code=organization))
    if not await service.access.sees(account, organization):
        raise _outside(organization)
    async with looking(service.pool, moment) as conn:
        return await plan_as_of(conn, record, year)


async def plan_as_of(
    conn: AsyncConnection[Any], record: OrganizationRecord, year: int, cleared: Cleared = NOTHING_SEALED
) -> list[PlanEntry]:
    """Give a body's plan of a year as a connection shows the cases."""
    due, left = owed(record, year), superfluous(record, year)
    made = await case_list.by_ids(conn, [one.case_id for one in (*due, *left)], cleared)
    return [
        PlanEntry(one.slot.workflow, one.slot.subtask, one.slot.period, one.case_id, is_owed, made.get(one.case_id))
        for found, is_owed in ((due, True), (left, False))
        for one in found
        if is_owed or one.case_id in made
    ]


async def _reached(service: Service, account: Account, organizations: Sequence[str] | None) -> Sequence[str] | None:
    """Give the bodies to plan for, None for all there are."""
    if organizations is None:
        return await service.access.scope(account)
    register = await service.access.registry.current()
    wrong = [
        Violation(("organizations", index), msg("There is no organisation {code}.", code=code))
        for index, code in enumerate(organizations)
        if register.organization(code) is None
    ]
    if wrong:
        raise Invalid(tuple(wrong))
    for code in organizations:
        if not await service.access.sees(account, code):
            raise _outside(code)
    return list(dict.fromkeys(organizations))


def _scope(codes: Sequence[str] | None) -> str:
    """Name the bodies for which a run works."""
    return EVERYBODY if codes is None else hashlib.sha256("\n".join(sorted(codes)).encode()).hexdigest()


def _outside(code: str) -> OutOfScope:
    return OutOfScope(msg("{code} is outside your reach.", code=Body(code)))
