"""Visitors of a served site: people with passwords, and browsers without JavaScript."""

from datetime import date
from uuid import UUID

import httpx2

from service.requests import Request
from tests.serving import BODY, ORDER, Served
from tests.stories.test_analysis_over_http import LIFE
from workflows.actor import Post, Role

PASSWORD = "a long password"

PEOPLE: dict[str, tuple[Role, str, Post | None]] = {
    "officer": (Role.OFFICER, BODY, None),
    "head": (Role.SIGNATORY, BODY, Post.FIRST_HEAD),
    "supervisor": (Role.SUPERVISOR, "", None),
}
"""Login to role, organisation and post."""


async def people(served: Served) -> None:
    """Make the accounts of `PEOPLE`."""
    for login, (role, organization, post) in PEOPLE.items():
        await served.account(login, role, organization, post, PASSWORD)


async def visitor(served: Served, login: str = "") -> httpx2.AsyncClient:
    """Give a browser, logged in if a login is named."""
    client = served.anonymous(Origin=served.url, **{"Accept-Language": "ru"})
    if login:
        answer = await client.post("/login", data={"login": login, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
    return client


async def lived(served: Served, steps: int = len(LIFE)) -> UUID:
    """Carry an analysis so many steps beyond its order; gives the id of its case."""
    accounts = {account.login: account for account in await served.service.access.accounts()}
    actors = {
        "first_head": await served.service.access.actor(accounts["head"]),
        "officer": await served.service.access.actor(accounts["officer"]),
    }
    cases = served.service.cases
    result = await cases.open(
        "risk_analysis", BODY, "order", ORDER, actors["first_head"], Request.of(actors["first_head"], None)
    )
    for day, role, action, data in LIFE[:steps]:
        served.clock.travel(max(date.fromisoformat(day), served.clock.today()))
        actor = actors[role]
        result = await cases.act(result.case.id, action, data, actor, Request.of(actor, None), result.case.version)
    await served.projected()
    return result.case.id
