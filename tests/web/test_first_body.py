"""Of which body the pages of forms and packages show something at first: never of one that has none of it, where another has."""

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import httpx2
import pytest

from events.organization import OrganizationType
from service.organizations import Names
from service.requests import Request
from tests.serving import BODY, ELSEWHERE, Served, serving
from tests.web.visiting import PASSWORD, people, visitor
from workflows.actor import SYSTEM, Role
from workflows.organization import Organization

AGENCY = "agency"


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(database_url, data_dir=tmp_path) as served:
        await people(served)
        names = Names("Агентство", "Агенттік", "Agency")
        await served.service.organizations.register(AGENCY, OrganizationType.AGN, "KZ-71", names, "", SYSTEM)
        await served.account("inspector", Role.SUPERVISOR, AGENCY, None, PASSWORD)
        await served.projected()
        yield served


async def _shown(client: httpx2.AsyncClient, address: str) -> str:
    """The heading of what the page shows, "" if it shows nothing."""
    answer = await client.get(address)
    assert answer.status_code == 200, answer.text
    found = re.search(r'<h2 id="(?:form|package)">(.*?)</h2>', answer.text)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize("address", ["/forms?appendix=2", "/packages?project=1"])
async def test_a_supervisor_begins_with_a_body_that_has_something_to_report(served: Served, address: str) -> None:
    """Not with the agency, which fills nothing in; where the address names it, it is said that it does not."""
    for login in ("inspector", "supervisor"):
        client = await visitor(served, login)
        first = await _shown(client, address)
        assert first
        assert "Агентство" not in first
    client = await visitor(served, "inspector")
    asked = await client.get(f"{address}&organization={AGENCY}")
    assert "Агентство" in unescape(asked.text)
    assert '<h2 id="form">' not in asked.text
    assert '<h2 id="package">' not in asked.text


@pytest.mark.parametrize("address", ["/forms?appendix=2", "/packages?project=1"])
async def test_nobody_begins_with_a_body_that_is_closed(served: Served, address: str) -> None:
    """A body that was closed before the period ends is shown to those who ask for it alone."""
    organizations, names = served.service.organizations, Names("Бывшее", "Бұрынғы", "Former")
    await organizations.register("a-former", OrganizationType.UPR, "KZ-11", names, ELSEWHERE, SYSTEM)
    case = await served.service.cases.get(Organization.id_of("a-former"))
    data = {"on": "2024-02-12", "reason": "liquidated"}
    await organizations.act("a-former", "close", data, SYSTEM, Request.of(SYSTEM, None), case.version)
    await served.projected()
    assert (await _shown(await visitor(served, "supervisor"), address)).startswith(ELSEWHERE)


async def test_only_those_whose_form_it_is_are_shown_at_first(served: Served) -> None:
    """Appendix 1 is filled in by akimats of regions alone: of the country's bodies the first of them is shown."""
    client = await visitor(served, "supervisor")
    assert await _shown(client, "/forms?appendix=1") == "akmola-region · 2024 год"


@pytest.mark.parametrize("address", ["/forms?appendix=2", "/packages?project=1"])
async def test_an_official_begins_with_their_own_body(served: Served, address: str) -> None:
    """Whoever belongs to a body that reports sees that body, whatever others there are."""
    client = await visitor(served, "officer")
    assert (await _shown(client, address)).startswith(BODY)
