"""Those who are to be told under fire: a department with two officers who get mail, and a day on which it works."""

from datetime import date, timedelta
from uuid import UUID

from psycopg.conninfo import make_conninfo

from events.organization import OrganizationType
from projections.status import wait_for
from service.clock import SystemClock
from service.organizations import Names
from service.requests import Request
from service.settings import Settings
from service.wiring import Service, open_service
from tests.workflows.scenario import BODY
from workflows.actor import SYSTEM, Actor, Role
from workflows.calendar import Calendar

_REGION = "almaty-region"
_SINCE = date(2023, 1, 3)
_PATIENCE = 60.0


async def settle(url: str) -> list[UUID]:
    """Enter the bodies, the people of the department, and that today is worked; gives their accounts."""
    settings = Settings(database_url=make_conninfo(url, application_name="people"))
    async with open_service(settings, ticks=False) as service:
        for code, kind, above in ((_REGION, OrganizationType.OBL, ""), (BODY, OrganizationType.UPR, _REGION)):
            names = Names(code, code, code)
            entered = await service.organizations.register(code, kind, "KZ-19", names, above, SYSTEM, since=_SINCE)
            async with service.pool.connection() as conn:
                assert await wait_for(conn, "main", entered.position, _PATIENCE)
        await _work_today(service)
        accounts = [
            await service.access.create(login, login, Role.OFFICER, organization=BODY)
            for login in ("officer", "colleague")
        ]
        for account in accounts:
            await service.preferences.set_address(account.id, f"{account.login}@example.kz")
    return [account.id for account in accounts]


async def _work_today(service: Service) -> None:
    """Have a later day of rest given for today, if today is a day off."""
    today = SystemClock().today()
    calendar = Calendar.as_known(today)
    if calendar.is_working(today):
        return
    one, two = Actor("one", Role.SUPERVISOR), Actor("two", Role.SUPERVISOR)
    swap = {
        "act": {"type": "ministry_order", "dated": today.isoformat(), "published_on": today.isoformat()},
        "rest": calendar.shift(today + timedelta(days=7), 1).isoformat(), "work": today.isoformat(),
        "applies": {"reach": "nation", "week": "five_days"},
    }  # fmt: skip
    opened = await service.cases.open("calendar_change", BODY, "propose_swap", swap, one, Request.of(one, None))
    await service.cases.act(opened.case.id, "approve_change", {"effects_seen": True}, two, Request.of(two, None), 1)
