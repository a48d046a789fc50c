"""The pages of the register."""

import re
from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.serving import BELOW, BODY, OTHER, REGION, Served, serving
from tests.web.visiting import people, visitor
from workflows.organization import Organization

NAMES = {"name_ru": "Школа № 7", "name_kk": "№ 7 мектеп", "name_en": "School 7"}
SCHOOL = {
    "code": "school-7", "type": "ORG", "region": "KZ-19", **NAMES, "parent": BODY, "since": "2024-02-12", "site": "", "account": "true",
}  # fmt: skip
POST = {"post": "head", "title_ru": "Директор", "kind": "first_head", "post_class": "other", "since": "2024-02-12"}


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        await people(served)
        yield served


async def submit(client: httpx2.AsyncClient, address: str, **typed: str) -> httpx2.Response:
    """Open a form, fill it in, and send it."""
    page = await client.get(address)
    assert page.status_code == 200, page.text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.text))
    return await client.post(address.partition("?")[0], data=hidden | typed)


async def on_record(
    served: Served, client: httpx2.AsyncClient, code: str, action: str, **typed: str
) -> httpx2.Response:
    """Fill in the form of an action on an organisation's record."""
    return await submit(client, f"/cases/{Organization.id_of(code)}/actions/{action}", **typed)


async def test_an_organisation_is_registered_by_its_form(served: Served) -> None:
    """The form leads to the page of the organisation, which names what stands above and what can be done next."""
    client = await visitor(served, "officer")
    assert "/cases/new/organization/register" in (await client.get("/organizations")).text
    wrong = await submit(client, "/cases/new/organization/register", **SCHOOL | {"bin": "971240001316"})
    assert (wrong.status_code, 'href="#f-bin"' in wrong.text, "Школа № 7" in wrong.text) == (422, True, True)
    done = await submit(client, "/cases/new/organization/register", **SCHOOL)
    assert (done.status_code, done.headers["location"]) == (303, "/organizations/school-7?recorded=1")
    page = (await client.get(done.headers["location"])).text
    assert "Школа № 7" in page
    assert f'href="/organizations/{BODY}"' in page
    assert f"/cases/{Organization.id_of('school-7')}/actions/move" in page
    for pointless in ("supervise", "end_supervision", "appoint", "correct"):
        assert f"/actions/{pointless}" not in page.partition('id="history"')[0]
    assert 'href="/organizations/school-7"' in (await client.get("/organizations")).text
    moved = await client.get(f"/cases/{Organization.id_of('school-7')}")
    assert (moved.status_code, moved.headers["location"]) == (303, "/organizations/school-7")


async def test_an_official_is_appointed_by_the_forms(served: Served) -> None:
    """A post is established, a person entered and appointed; the page shows both, the superior, and the past."""
    client = await visitor(served, "officer")
    assert (await on_record(served, client, BODY, "establish_post", **POST)).status_code == 303
    entered = await submit(client, "/cases/new/person/register", code="p-1", name_ru="Ахметова А. К.")
    assert entered.headers["location"] == "/people/p-1?recorded=1"
    form = await client.get(f"/cases/{Organization.id_of(BODY)}/actions/appoint")
    assert re.search(r'value="head"[^>]*>\s*Директор \(head\)|<option value="head">Директор', form.text)
    typed = {"post": "head", "person": "p-1", "order_no": "7-л", "since": "2024-02-12"}
    assert (await on_record(served, client, BODY, "appoint", **typed)).status_code == 303
    page = (await client.get(f"/organizations/{BODY}")).text
    assert 'href="/people/p-1">Ахметова А. К.</a>' in page
    assert "№ 7-л" in page
    person = (await client.get("/people/p-1")).text
    assert "Директор" in person
    assert f'href="/organizations/{BODY}"' in person
    served.clock.travel(served.clock.today().replace(month=4))
    typed = {"post": "head", "person": "p-1", "on": "2024-03-01", "reason": "Перевод"}
    assert (await on_record(served, client, BODY, "release", **typed)).status_code == 303
    assert "/people/p-1" not in (await client.get(f"/organizations/{BODY}")).text.partition('id="history"')[0]
    past = (await client.get(f"/organizations/{BODY}?effective_at=2024-02-20")).text
    assert 'href="/people/p-1">Ахметова А. К.</a>' in past
    assert "20 февраля 2024" in past
    assert "Директор" in (await client.get("/people/p-1")).text  # which follows the day
    assert "Директор" not in (await client.get("/people/p-1?effective_at=")).text.partition('id="history"')[0]
    for page in (past, person):
        assert (
            len(re.findall(r'<input[^>]*type="date"', page)) == len(re.findall('id="(?:at|effective_at)"', page)) == 2
        )


async def test_a_working_week_is_entered_shown_and_kept(served: Served) -> None:
    """A body works five days until somebody says six; the page says so, and the form of the details proposes it again."""
    client = await visitor(served, "officer")
    assert "Five days" in (await client.get(f"/organizations/{BELOW}?lang=en")).text
    typed = {"region": "KZ-19", "since": "2024-02-12", "working_week": "six_days"}
    assert (await on_record(served, client, BELOW, "describe", **typed)).status_code == 303
    assert "Six days" in (await client.get(f"/organizations/{BELOW}?lang=en")).text
    form = (await client.get(f"/cases/{Organization.id_of(BELOW)}/actions/describe")).text
    assert re.search(r'value="six_days"[^>]*(selected|checked)', form)


async def test_details_are_proposed_as_they_stand(served: Served) -> None:
    """The form of the details is filled in with the present ones, an account that is missing stays missing."""
    client = await visitor(served, "officer")
    address = f"/cases/{Organization.id_of(BELOW)}/actions/describe"
    assert re.search(r'name="account"[^>]*checked', (await client.get(address)).text)
    typed = {"region": "KZ-19", "since": "2024-02-12", "site": "https://example.kz"}
    assert (await on_record(served, client, BELOW, "describe", **typed)).status_code == 303
    page = (await client.get(address)).text
    assert "https://example.kz" in page
    assert not re.search(r'name="account"[^>]*checked', page)
    assert f'href="/organizations/{BODY}' in (await client.get(f"/organizations/{BELOW}")).text


async def test_strangers_see_facts_and_no_people(served: Served) -> None:
    """Whoever has no such body in reach sees what it is, but neither posts nor history nor forms; people not at all."""
    keeper, client = await visitor(served, "supervisor"), await visitor(served, "officer")
    await submit(keeper, "/cases/new/person/register", code="p-1", name_ru="Бектуров Б. Б.")
    await on_record(served, keeper, OTHER, "establish_post", **POST)
    typed = {"post": "head", "person": "p-1", "order_no": "7-л", "since": "2024-02-12"}
    assert (await on_record(served, keeper, OTHER, "appoint", **typed)).status_code == 303
    assert "Бектуров" in (await keeper.get(f"/organizations/{OTHER}")).text
    page = (await client.get(f"/organizations/{OTHER}")).text
    assert "akmola-region" in page
    for hidden in ("Бектуров", "p-1", 'id="history"', "/actions/"):
        assert hidden not in page
    assert (await client.get("/people/p-1")).status_code == 403
    for address, status in (
        ("/organizations/nowhere", 404),
        ("/people/nobody", 404),
        (f"/organizations/{BODY}?effective_at=2024-02-11", 404),
        (f"/organizations/{BODY}?effective_at=gestern", 400),
        (f"/cases/{Organization.id_of(OTHER)}/actions/rename", 403),
    ):
        assert (await client.get(address)).status_code == status, address


async def test_the_register_is_filtered(served: Served) -> None:
    """Organisations are found by a part of the name, type and region; closed ones only when asked for."""
    client = await visitor(served, "supervisor")

    async def listed(**asked: str) -> set[str]:
        page = (await client.get("/organizations", params=asked)).text
        return set(re.findall(r'href="/organizations/([\w.-]+)"', page))

    assert await listed() == {REGION, BODY, BELOW, OTHER, "akmola-region"}
    assert await listed(text="PROCUREMENT") == {BODY, BELOW}
    assert await listed(type="KGS") == {OTHER}
    assert await listed(region="KZ-11", type="OBL") == {"akmola-region"}
    assert await listed(text="nothing") == set()
    closed = await on_record(served, client, BELOW, "close", on="2024-02-12", reason="liquidated")
    assert closed.status_code == 303
    await served.projected()
    assert BELOW not in await listed()
    assert BELOW in await listed(closed="yes")


async def test_an_entry_is_corrected_from_the_history(served: Served) -> None:
    """The history offers the correction of what the visitor may enter, filled in, and shows both afterwards."""
    client = await visitor(served, "officer")
    await on_record(
        served, client, BELOW, "rename", name_ru="Склд", name_kk="Қойма", name_en="Depot", since="2024-02-12"
    )
    address = f"/cases/{Organization.id_of(BELOW)}/actions/correct?corrects=2"
    assert address in (await client.get(f"/organizations/{BELOW}")).text
    typed = {
        "data.name_ru": "Склад",
        "data.name_kk": "Қойма",
        "data.name_en": "Depot",
        "data.since": "2024-02-12",
        "reason": "Опечатка",
    }
    assert (await submit(client, address, **typed)).status_code == 303
    page = (await client.get(f"/organizations/{BELOW}")).text
    assert "<h1>Склад " in page
    assert "Склд" in page
