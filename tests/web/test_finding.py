"""Finding an organisation where there are too many to choose from a list."""

import re
from collections.abc import AsyncIterator

import pytest

from events.organization import OrganizationType
from service.organizations import Names
from service.web import lookup, tree
from tests.serving import BELOW, BODY, Served, serving
from tests.web.visiting import lived, people, visitor
from workflows.actor import SYSTEM


@pytest.fixture
async def many(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    """A site whose organisations count as many."""
    monkeypatch.setattr(lookup, "FEW", 1)
    monkeypatch.setattr(tree, "FITTING", 1)
    monkeypatch.setattr(tree, "LEVEL", 1)
    async with serving(database_url) as served:
        await people(served)
        await lived(served, 1)
        yield served


async def test_a_filter_is_written_where_organisations_are_many(many: Served) -> None:
    """The filter of a list is a field with suggestions, filled with what is asked for; nothing lists all organisations."""
    client = await visitor(many, "supervisor")
    for address in ("/cases", "/deadlines", "/audit"):
        page = (await client.get(address, params={"organization": BODY})).text
        assert re.search(rf'<input[^>]*name="organization"[^>]*value="{BODY}"', page), address
        assert f'<option value="{BODY}"' not in page


async def test_part_of_a_name_finds_the_one_it_fits(many: Served) -> None:
    """A text that fits one organisation asks for it; one that fits none is told to fit nothing."""
    client = await visitor(many, "supervisor")
    by_part = (await client.get("/cases", params={"organization": "DEPOT"})).text
    assert re.search(rf'<input[^>]*name="organization"[^>]*value="{BELOW}"', by_part)
    assert "nowhere-at-all" in (await client.get("/cases", params={"organization": "nowhere-at-all"})).text


async def test_suggestions_stay_within_sight(many: Served) -> None:
    """Suggestions name what fits and what the visitor may see, and nothing for no text."""
    supervisor, officer = await visitor(many, "supervisor"), await visitor(many, "officer")
    assert f'value="{BODY}"' in (await supervisor.get("/organizations/like", params={"organization": BODY[:6]})).text
    own = (await officer.get("/organizations/like", params={"organization": ""})).text
    assert own == ""
    seen = (await officer.get("/organizations/like", params={"organization": "region"})).text
    assert set(re.findall(r'value="([^"]+)"', seen)) == {BODY, BELOW}


async def test_who_acted_is_written_where_people_are_many(many: Served) -> None:
    """Of many people the trail lists none: one is found by a login or part of a name, and stays in the links by their id."""
    client, officer = await visitor(many, "supervisor"), await visitor(many, "officer")
    account = await many.service.access.account("officer")
    plain = (await client.get("/audit")).text
    assert '<select class="form-select form-select-sm" id="by-actor"' not in plain
    for asked in (account.login, account.name, str(account.id)):
        page = (await client.get("/audit", params={"actor": asked})).text
        assert re.search(rf'<input[^>]*name="actor"[^>]*value="{account.login}"', page), asked
        assert f"/exports/audit.csv?actor={account.id}" in page
        assert set(re.findall(r'<td data-label="Кто">([^<]*)<', page)) == {account.name}
    assert "nobody-at-all" in (await client.get("/audit", params={"actor": "nobody-at-all"})).text
    options = (await client.get("/audit/people", params={"actor": account.login[:5]})).text
    assert f'<option value="{account.login}">' in options
    assert (await client.get("/audit/people")).text == ""
    assert (await officer.get("/audit/people", params={"actor": "o"})).status_code == 403


async def test_of_many_a_tree_is_opened_level_by_level_and_a_filter_is_a_list(many: Served) -> None:
    """The tree stays short however many there are, and leads to the list of a level that is long; a filter finds any, page by page."""
    client = await visitor(many, "supervisor")
    closed = (await client.get("/organizations")).text
    assert 'class="depth-2"' not in closed
    tree = (await client.get("/organizations?open=KZ-19&open=almaty-region")).text
    assert set(re.findall(r'<tr class="depth-(\d)"', tree)) == {"0", "1", "2", "3"}
    await many.service.organizations.register(
        "almaty-region.health", OrganizationType.UPR, "KZ-19", Names("x", "x", "x"), "almaty-region", SYSTEM
    )
    await many.projected()
    client = await visitor(many, "supervisor")
    longer = (await client.get("/organizations?open=KZ-19&open=almaty-region")).text
    assert 'href="/organizations?parent=almaty-region"' in longer
    level = (await client.get("/organizations?parent=almaty-region")).text
    assert set(re.findall(r'id="row-([\w.-]+)"', level)) == {BODY, "almaty-region.health"}
    found = (await client.get("/organizations", params={"text": BODY})).text
    assert set(re.findall(r'<th scope="row">.*?href="/organizations/([\w.-]+)"', found)) == {BODY, BELOW}
