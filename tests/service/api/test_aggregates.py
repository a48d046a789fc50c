"""Figures for the anti-corruption body over HTTP."""

from collections.abc import AsyncIterator

import msgspec
import pytest

from events.organization import OrganizationType
from service.api import shapes
from service.organizations import Names
from tests.serving import BODY, Served, problem_of, serving
from tests.web.visiting import PASSWORD, visitor
from workflows.actor import SYSTEM, Role

ADDRESS = "/api/v1/aggregates/corruption-reports"


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        for code, kind, parent in (("agency", "AGN", ""), ("agency.almaty", "AGT", "agency")):
            names = Names(code, code, code)
            await served.service.organizations.register(code, OrganizationType(kind), "KZ-71", names, parent, SYSTEM)
        yield served


async def test_figures_are_for_the_anti_corruption_body(served: Served) -> None:
    """Supervisors, the Agency and its departments get them, of every region and category there is; others do not."""
    for client in (await served.supervisor(), await served.officer("agency"), await served.officer("agency.almaty")):
        for by, number in (("region", 20), ("category", 2), ("region_category", 40)):
            answer = await client.get(ADDRESS, params={"year": 2024, "by": by})
            figures = msgspec.convert(answer.json(), shapes.ReportCounts)
            assert (figures.year, figures.by, figures.fewest, len(figures.items)) == (2024, by, 5, number)
            assert all(item.hidden and not item.reports for item in figures.items)
    problem_of(await (await served.officer(BODY)).get(ADDRESS, params={"year": 2024}), 403, "out-of-scope")
    problem_of(await served.anonymous().get(ADDRESS, params={"year": 2024}), 401, "unauthenticated")
    problem_of(await (await served.officer("kokshe")).get(ADDRESS), 400, "bad-query")


async def test_their_page_is_in_the_menu_of_those_alone(served: Served) -> None:
    """The page is offered and shown to the anti-corruption body, and refused to others."""
    for login, role, organization in (
        ("s", Role.SUPERVISOR, ""),
        ("a", Role.OFFICER, "agency"),
        ("o", Role.OFFICER, BODY),
    ):
        await served.account(login, role, organization, password=PASSWORD)
        client = await visitor(served, login)
        entitled = organization != BODY
        assert ("/aggregates/corruption-reports" in (await client.get("/")).text) is entitled
        page = await client.get("/aggregates/corruption-reports?year=2024&lang=en")
        assert page.status_code == (200 if entitled else 403)
        assert ("not told" in page.text) is entitled
