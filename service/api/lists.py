"""Lists over all cases the caller may see: cases, deadlines, organisations, the audit trail, the dashboard."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from psycopg import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from projections import audit as audit_list
from projections import cases as case_list
from projections import dashboard as figures
from projections import organizations as register
from projections.cases import NOTHING_BEYOND
from projections.cleared import Cleared
from projections.deadline_row import DeadlineRow
from projections.organizations import Silence
from service.access import Account
from service.api.answers import answer, with_next
from service.api.caller import account_of, moment_of, service_of, speaker
from service.api.queries import AuditQuery, CasesQuery, DashboardQuery, NoQuery
from service.api.register_queries import OrganizationsQuery
from service.board import explained
from service.dashboard_numbers import Wanted
from service.figures import BODIES, Counted, asked_on, silence_on
from service.freshness import reached
from service.health import SOON, soon
from service.i18n import Translator
from service.moment import Moment, looking
from service.named import Named
from service.problems import BadQuery, OutOfScope
from service.subtasks import case_title
from service.wiring import Service
from workflows.actor import Role
from workflows.regions import REGIONS


@dataclass
class Asker:
    """Who asks, for what they may see; `fresh` says whether the lists show what was waited for."""

    service: Service
    account: Account
    scope: list[str] | None
    cleared: Cleared
    say: Translator
    fresh: bool
    moment: Moment

    @property
    def today(self) -> date:
        """The day by which overdue and due are told: that of the moment."""
        return self.moment.day(self.service.clock.today())

    async def soon(self) -> date:
        """Give the last day that is "due soon" on that day."""
        return soon(self.today, await self.service.register.as_of(self.moment.at))

    async def counted(self, seen: int, year: int | None = None) -> Counted:
        """Count the figures of what they may see, of the year of the day or another one, with what was recorded up to a position."""
        register = await self.service.register.as_of(self.moment.at)
        calendar = register.calendar(self.today, self.account.organization)
        asked = asked_on(self.today, calendar.shift(self.today, SOON), calendar, year)
        return await self.service.counting.of(self.moment, asked, self.scope, seen)

    async def silence(self) -> Silence:
        """Say who is silent on that day."""
        register = await self.service.register.as_of(self.moment.at)
        return silence_on(self.today, register.calendar(self.today, self.account.organization))

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer: its language, and whether it is behind."""
        return {"Content-Language": self.say.language, **({} if self.fresh else {"Tbn4-Behind": "true"})}


@dataclass
class Reading(Asker):
    """Whoever asks, with a connection that shows the moment they ask about. They hold it: nothing is awaited meanwhile that needs another."""

    conn: AsyncConnection[Any]


async def asker_of(request: Request, at_least: int = 0, organization: str | None = None) -> Asker:
    """Give who asks; raises `BadQuery` for an organisation that does not exist."""
    account, service = await account_of(request), service_of(request)
    if organization is not None and not await service.access.registered(organization):
        raise BadQuery((("organization", msg("There is no organisation {code}.", code=organization)),))
    scope, cleared = await service.access.scope(account), await service.access.cleared(account)
    fresh = at_least == 0 or await reached(service.pool, service.cases.log, at_least)
    moment = moment_of(request)
    say = speaker(request)
    if not moment.is_now:
        register_then = await service.register.as_of(moment.at)
        say = say.naming(Named(register_then, say.language, moment.day(service.clock.today())))
    return Asker(service, account, scope, cleared, say, fresh, moment)


@asynccontextmanager
async def reading(asker: Asker) -> AsyncIterator[Reading]:
    """Lend somebody a connection."""
    async with looking(asker.service.pool, asker.moment) as conn:
        yield Reading(**{one.name: getattr(asker, one.name) for one in fields(Asker)}, conn=conn)


@asynccontextmanager
async def asking(request: Request, at_least: int = 0, organization: str | None = None) -> AsyncIterator[Reading]:
    """Let somebody ask who needs nothing but a connection; raises `BadQuery` for an organisation that does not exist."""
    async with reading(await asker_of(request, at_least, organization)) as asker:
        yield asker


async def get_cases(request: Request, query: Annotated[CasesQuery, Query()]) -> Response:
    """List cases."""
    who = await asker_of(request, query.at_least, query.organization)
    beyond = NOTHING_BEYOND if query.counted else await who.service.access.beyond(who.account)
    async with reading(who) as asker:
        page = await case_list.cases(
            asker.conn,
            workflow=query.workflow, organization=query.organization, scope=asker.scope, cleared=asker.cleared.unless(query.counted), region=query.region,
            state=query.state, beyond=beyond,
            closed=None if query.open is None else not query.open, responsible=_named(query.responsible, asker.account), number=query.number, subtask=query.subtask,
            period=query.period, type=query.type, plan=query.plan, opened_from=query.opened_from,
            opened_to=query.opened_to, order=query.order, cursor=query.cursor, limit=query.limit,
        )  # fmt: skip
        items = [
            {
                **asdict(row),
                "title": case_title(asker.say, row),
                "state_title": asker.say.code("state", row.state),
                "href": f"/api/v1/cases/{row.id}",
            }
            for row in page.rows
        ]
    await asker.service.gate.listed(asker.account, ((row.id, row) for row in page.rows))
    return answer(with_next(request, items, page.next), asker.headers)


def _named(responsible: UUID | Literal["me"] | None, account: Account) -> UUID | None:
    return account.id if responsible == "me" else responsible


def shown_deadline(row: DeadlineRow, say: Translator) -> dict[str, Any]:
    """Show a deadline of the read model, with the sentences that explain its date."""
    titles = {"title": say.code("rule", row.rule), "explanation": explained(row, say)}
    return {**asdict(row), **titles, "href": f"/api/v1/cases/{row.case_id}"}


async def get_organizations(request: Request, query: Annotated[OrganizationsQuery, Query()]) -> Response:
    """List organisations."""
    who = await asker_of(request)
    silence = await who.silence() if query.silent else None
    async with reading(who) as asker:
        page = await register.organizations(
            asker.conn,
            region=query.region, type=query.type, parent=query.parent, text=query.text, active=query.active, within=query.within,
            without=query.without, silent=silence,
            codes=asker.scope if query.silent else None, cursor=query.cursor, limit=query.limit,
        )  # fmt: skip
    return answer(with_next(request, [_organization(row, asker.say) for row in page.rows], page.next), asker.headers)


def _organization(row: register.Organization, say: Translator) -> dict[str, Any]:
    return {
        **asdict(row),
        "name": getattr(row, f"name_{say.language}"),
        "type_title": say.code("OrganizationType", row.type),
        "href": f"/api/v1/organizations/{row.code}",
    }


async def get_regions(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """List the regions."""
    say = speaker(request)
    items = [
        {"code": region.code, "name": region.names[say.language], "names": region.names} for region in REGIONS.values()
    ]
    return answer({"items": items}, {"Content-Language": say.language})


async def get_audit(request: Request, query: Annotated[AuditQuery, Query()]) -> Response:
    """List events of all cases, the newest first; for supervisors."""
    async with asking(request, query.at_least, query.organization) as asker:
        if asker.account.role is not Role.SUPERVISOR:
            raise OutOfScope(msg("The audit trail of all organisations is for supervisors."))
        page = await audit_list.audit(
            asker.conn,
            actor=query.actor, on_behalf_of=query.on_behalf_of, topic=query.type, workflow=query.workflow, case_id=query.case,
            organization=query.organization, region=query.region, occurred_from=query.occurred_from,
            occurred_to=query.occurred_to, recorded_from=_utc(query.recorded_from), recorded_before=_utc(query.recorded_before),
            cursor=query.cursor, limit=query.limit,
        )  # fmt: skip
        items = [{**asdict(row), "title": asker.say.code("event", row.topic)} for row in page.rows]
    return answer(with_next(request, items, page.next), asker.headers)


async def get_dashboard(request: Request, query: Annotated[DashboardQuery, Query()]) -> Response:
    """Count cases by stage and deadlines by outcome, with the figures of the overview."""
    asker = await asker_of(request, query.at_least)
    last, scope = await asker.soon(), None if asker.scope is None else tuple(asker.scope)
    wanted = Wanted(asker.today, last, figures.By(query.by), scope, query.region, query.workflow)
    numbers, at = await asker.service.dashboard.of(asker.moment, wanted, query.at_least)
    body = {
        "today": asker.today,
        "soon": last,
        "counted_at": at,
        "deadlines": numbers.deadlines,
        "stages": numbers.stages,
        "outcomes": numbers.outcomes,
        "rules": numbers.rules,
        "overview": await _overview(asker, query.at_least),
    }
    return answer(body, asker.headers)


async def _overview(asker: Asker, seen: int) -> dict[str, Any]:
    counted = await asker.counted(seen)
    asked = counted.asked
    found = counted.figures
    return {
        "counted_at": counted.at, "year": asked.first.year, "quarter_first": asked.quarter[0], "quarter_last": asked.quarter[1],
        "silent_since": asked.silent_since, "total": found.total, "of_all_years": found.of_all_years,
        "of_quarter": found.of_quarter(asked.quarter), "by_project": found.by_project, "by_task": found.by_task,
        "by_month": {month.isoformat()[:7]: count for month, count in found.by_month.items()}, "by_region": found.by_region,
        "bodies": dict(found.worst(BODIES)), "recommended_overdue": found.recommended_overdue, "silent": found.silent,
        "owing": found.owing, "quota_reached": found.quota_reached, "quota_owed": found.quota_owed, "stays": found.stays,
        "documents": found.documents,
    }  # fmt: skip


def _utc(instant: datetime | None) -> datetime | None:
    """Take an instant without an offset for UTC."""
    return instant.replace(tzinfo=UTC) if instant and instant.tzinfo is None else instant
