"""The pages of Appendix 2: what is reported, what is not, and the way to the forms."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest

from service.requests import Request
from tests.clearing import cleared
from tests.serving import BELOW, BODY, REGION, Served, serving
from tests.web.visiting import PASSWORD, people, visitor
from tests.workflows.offence_report.life import REGISTERED
from tests.workflows.restriction_fact.life import FOUND, MEASURES, OPENINGS

ASKED = f"organization={REGION}&period=2024Q2"
OFFENDER = REGISTERED["offence"]["offender"]


async def cleared_visitor(served: Served, organization: str) -> httpx2.AsyncClient:
    """The browser of an officer on the list of those who see the body's reports of corruption."""
    account = await cleared(served, organization, password=PASSWORD)
    return await visitor(served, account.login)


async def found(served: Served, organization: str, **changed: Any) -> str:
    """An offence registered by the body's cleared officer; gives the id of its case."""
    accounts = {account.login: account for account in await served.service.access.accounts()}
    actor = await served.service.access.actor(accounts[f"cleared-officer-{organization}"])
    data, request = REGISTERED | changed, Request.of(actor, None)
    opened = await served.service.cases.open("offence_report", organization, "register_offence", data, actor, request)
    await served.projected()
    return str(opened.case.id)


def cells(text: str, body: str) -> dict[str, str]:
    """What a body says, by the row."""
    [part] = [one for one in re.findall(r"<details.*?</details>", text, re.DOTALL) if f"<h2>{body}</h2>" in one]
    rows = re.findall(r"<strong>([\dR.]+)</strong>[^<]*</th>\s*<td[^>]*>(.*?)</td>", part, re.DOTALL)
    return {row: re.sub(r"<span class=\"visually.*?</span>|<[^>]+>", "", cell).strip() for row, cell in rows}


async def english(browser: httpx2.AsyncClient, address: str) -> str:
    """A page in English."""
    answer = await browser.get(address + ("&" if "?" in address else "?") + "lang=en")
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_the_form_counts_facts_once_and_leads_to_them(database_url: str, tmp_path: Path) -> None:
    """A line a body, a column a row; the fact of two bodies is counted once and names both, and says who did it."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        browser = await cleared_visitor(served, REGION)
        await cleared_visitor(served, BODY)
        first, second = await found(served, REGION), await found(served, BODY)
        text = await english(browser, f"/appendix-2?{ASKED}")
        assert [cells(text, body)["2.1.1"] for body in (REGION, BODY, BELOW)] == ["1 fact", "1 fact", "Not reported"]
        assert len(cells(text, BODY)) == 11
        assert "Facts: <strong>1</strong> · Not reported: <strong>9</strong>" in text
        assert '<a href="#facts-2.1.1"><strong>1</strong></a>' in text
        assert f'href="/cases/{first}"' in text
        assert f'href="/cases/{second}"' in text
        assert text.count(OFFENDER) == 1
        row = await english(browser, f"/appendix-2/2.1.1?organization={BODY}&period=2024Q2")
        assert f'class="main-link" href="/cases/{second}"' in row
        assert f'class="main-link" href="/cases/{first}"' not in row
        assert OFFENDER in row[row.index("<table") :]
        assert f'href="/appendix-2?organization={BODY}"' in await english(browser, f"/organizations/{BODY}")


async def test_sealed_rows_say_nothing_to_others(database_url: str, tmp_path: Path) -> None:
    """Who is not on the list sees “restricted”, neither number nor case, and has no page of the row; a supervisor chooses a body."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        await people(served)
        await cleared_visitor(served, BODY)
        case_id = await found(served, BODY)
        for login in ("officer", "supervisor"):
            browser = await visitor(served, login)
            text = await english(browser, f"/appendix-2?organization={BODY}&period=2024Q2")
            assert cells(text, BODY)["2.1.1"] == cells(text, BODY)["2.5.5"] == "Restricted"
            assert cells(text, BODY)["2.5.1"] == "Not reported"
            assert case_id not in text
            assert OFFENDER not in text
            denied = await browser.get(f"/appendix-2/2.1.1?organization={BODY}&period=2024Q2")
            assert (denied.status_code, case_id in denied.text) == (403, False)
        assert "Choose a body" in await english(browser, "/appendix-2")


async def test_facts_of_one_day_are_told_apart(database_url: str, tmp_path: Path) -> None:
    """The list of a row says of each fact who, what, and the measures of the management (l.714)."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        await people(served)
        officer, opening = await served.officer(BODY), OPENINGS["2.5.1"]
        for name, activity in (("Сериков Ерлан", "Доля в ТОО"), ("Ким Анна", "Торгует на рынке")):
            data = {"found_on": FOUND} | opening.data | {"name": name, "activity": activity}
            asked = {"workflow": "restriction_fact", "organization": BODY, "action": opening.action, "data": data}
            made = (await officer.post("/api/v1/cases", json=asked)).json()
        address = f"/api/v1/cases/{made['id']}/actions/record_measures"
        assert (await officer.post(address, json=MEASURES, headers={"If-Match": '"1"'})).status_code == 200
        await served.projected()
        page = await english(await visitor(served, "officer"), f"/appendix-2/2.5.1?organization={BODY}&period=2024Q2")
        for words in ("Сериков Ерлан", "Доля в ТОО", "Ким Анна", "Торгует на рынке", MEASURES["measures"]):
            assert page.count(words) == 1, words


async def test_a_row_is_declared_empty_from_its_page(database_url: str, tmp_path: Path) -> None:
    """The row's page leads to the form, which knows row, quarter and day; what was declared shows, and can be revoked."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        await people(served)
        browser = await visitor(served, "officer")
        page = f"/appendix-2/2.5.1?organization={BODY}&period=2024Q2"
        text = await english(browser, page)
        [form] = re.findall(r'href="(/cases/new/reporting_row/declare_no_facts[^"]*)"', text)
        drawn = await english(browser, form.replace("&amp;", "&"))
        assert 'value="2.5.1" selected' in drawn
        assert 'value="2024Q2" selected' in drawn
        assert "2024-07-15" in drawn
        sent = {"row": "2.5.1", "period": "2024Q2", "declared_on": "2024-07-15", "signature.post": "first_head"}
        done = await browser.post("/cases/new/reporting_row/declare_no_facts", data=sent | {"_key": "one"})
        assert done.status_code == 303, done.text
        case = done.headers["location"].partition("?")[0]
        shown = await english(browser, case)
        assert "2.5.1, " in shown
        assert "Revoke the declaration" in shown
        assert (
            cells(await english(browser, f"/appendix-2?organization={BODY}&period=2024Q2"), BODY)["2.5.1"]
            == "Nothing to report"
        )
        assert f'href="{case}"' in await english(browser, page)
        again = await browser.post("/cases/new/reporting_row/declare_no_facts", data=sent | {"_key": "two"})
        assert (again.status_code, again.headers["location"]) == (303, case)
        revoked = {"_version": "1", "revoked_on": "2024-07-15", "reason": "Рано"}
        assert (await browser.post(f"{case}/actions/revoke_no_facts", data=revoked)).status_code == 303
        assert (
            cells(await english(browser, f"/appendix-2?organization={BODY}&period=2024Q2"), BODY)["2.5.1"]
            == "Not reported"
        )


async def test_facts_are_registered_by_those_who_may(database_url: str, tmp_path: Path) -> None:
    """The row of reports leads its own cleared officer to the form of an offence, and nobody above to any form."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        own, above = await cleared_visitor(served, BODY), await cleared_visitor(served, REGION)
        page = f"/appendix-2/2.1.1?organization={BODY}&period=2024Q2"
        assert 'href="/cases/new/offence_report/register_offence"' in await english(own, page)
        assert "/cases/new/" not in re.sub(
            r'<a class="btn btn-primary btn-sm side-new".*?</a>', "", await english(above, page)
        )
        form = await english(own, "/cases/new/offence_report/register_offence")
        assert "Offender" in form
        assert "It contains no state secrets" in form
        sent = {"found_on": "2024-05-14", "no_state_secrets": "true"} | {
            f"offence.{name}": str(value) for name, value in REGISTERED["offence"].items()
        }
        done = await own.post("/cases/new/offence_report/register_offence", data=sent | {"_key": "one"})
        assert done.status_code == 303, done.text
        assert "Report of a corruption offence, " in await english(own, done.headers["location"].partition("?")[0])
        assert "1 fact" in await english(own, f"/appendix-2?organization={BODY}&period=2024Q2")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/appendix-2?period=2024", 400),
        ("/appendix-2?organization=nobody", 404),
        (f"/appendix-2?organization={REGION}", 403),
        ("/appendix-2/3.2.1", 404),
    ],
)
async def test_what_there_is_not(database_url: str, address: str, status: int) -> None:
    """A period that is no quarter, a body that does not exist or stands above, and a row that is none are refused."""
    async with serving(database_url) as served:
        await people(served)
        browser = await visitor(served, "officer")
        assert (await browser.get(address)).status_code == status
        assert (await browser.get("/appendix-2")).status_code == 200


async def test_pages_tell_what_counts_as_one_and_what_only_looks_so(database_url: str, tmp_path: Path) -> None:
    """The row, the case and the form say of both registrations which other one they are, or may be, with a link to it."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        browser = await cleared_visitor(served, REGION)
        await cleared_visitor(served, BODY)
        first, second = await found(served, REGION), await found(served, BODY)
        for one, other in ((first, second), (second, first)):
            text = await english(browser, f"/cases/{one}")
            assert f'says the same: <a href="/cases/{other}"' in text.replace("</strong>", "")
        row = await english(browser, f"/appendix-2/2.1.1?{ASKED}")
        assert f'<a href="/cases/{second}">Counts as one with another</a>' in row
        action, data, _ = OPENINGS["2.5.2"]
        cases = []
        for body in (REGION, BODY):
            client = await served.officer(body)
            told: dict[str, Any] = {"workflow": "restriction_fact", "organization": body, "action": action}
            told["data"] = data | {"found_on": "2024-05-14", "circumstances": f"Конфликт в {body}"}
            cases.append((await client.post("/api/v1/cases", json=told)).json()["id"])
        await served.projected()
        row = await english(browser, f"/appendix-2/2.5.2?{ASKED}")
        assert f'<a href="/cases/{cases[1]}">Looks like another: look whether it is the same</a>' in row
        assert "It looks like another fact" in await english(browser, f"/cases/{cases[0]}")
        whole = await english(browser, f"/appendix-2?{ASKED}")
        assert whole.count("looks like another:") == 2
        assert "(counts once)" in re.sub(r"<[^>]+>", "", whole)


async def test_many_bodies_come_page_by_page(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each body stands on one of the pages, the body itself first; the counts above are of all, and no other page is made up."""
    monkeypatch.setattr("service.web.appendix.BODIES", 2)
    async with serving(database_url) as served:
        await people(served)
        browser = await visitor(served, "supervisor")
        pages, address = list[str](), f"/appendix-2?{ASKED}"
        while address:
            pages.append(await english(browser, address))
            further = re.search(r'rel="next" href="([^"]+)"', pages[-1])
            address = f"/appendix-2{unescape(further[1])}" if further else ""
        bodies = [re.findall(r"<summary><h2>([^<]+)", page) for page in pages]
        assert [len(shown) for shown in bodies[:-1]] == [2] * (len(bodies) - 1)
        shown = [body for page in bodies for body in page]
        assert shown[0] == REGION
        assert {REGION, BODY, BELOW} <= set(shown)
        assert len(shown) == len(set(shown)) > 2
        tables = [re.search(r"<tbody>.*?</tbody>", page, re.DOTALL) for page in pages]
        assert len({table[0] for table in tables if table}) == 1
        assert (await browser.get(f"/appendix-2?{ASKED}&cursor=nobody")).status_code == 400
