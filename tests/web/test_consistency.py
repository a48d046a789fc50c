"""The Consistency page without JavaScript: counts, the list, one finding with its reasons, dismissal and its end."""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx2
import pytest

from tests.serving import BELOW, BODY, REGION, Served, serving
from tests.stories.test_findings_over_http import analysis
from tests.web.visiting import PASSWORD, people, visitor
from workflows.actor import Role

NUMBER = re.compile(r'<td class="num"[^>]*><a href="(/consistency[^"#]*)#list">([\d,]+)</a>')
FINDING = re.compile(r'href="(/consistency/[0-9a-f-]{36})"')


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    """A site on which an institution has copied the report of the department above it."""
    async with serving(database_url) as served:
        await people(served)
        await served.account("above", Role.OFFICER, REGION, password=PASSWORD)
        await served.account("below", Role.OFFICER, BELOW, password=PASSWORD)
        await analysis(served, BODY)
        await analysis(served, BELOW)
        await served.projected()
        yield served


async def test_from_the_number_to_the_reason(served: Served) -> None:
    """Each number leads to its list, each finding to why the system says so, to both texts, and for the body itself to the correction."""
    above = await visitor(served, "above")
    page = (await above.get("/consistency?lang=en")).text
    assert "/consistency" in (await above.get("/?lang=en")).text
    [link] = re.findall(r'href="(/consistency\?rule=near_identical[^"]*)#list"', page)
    listed = (await above.get(link.replace("&amp;", "&"))).text
    assert "Recorded long afterwards" not in listed.partition('id="findings"')[2]
    [finding] = set(re.findall(r'href="(/consistency/[0-9a-f-]{36})"', listed))
    shown = (await above.get(f"{finding}?lang=en")).text
    assert "100 % of its passages of three words are those of an earlier report" in shown
    assert shown.count("<mark>") == 2
    assert "/actions/correct" not in shown
    own = (await (await visitor(served, "below")).get(f"{finding}?lang=en")).text
    assert re.search(r'href="/cases/[^"]*/actions/correct\?corrects=7"', own)


async def _opened(client: httpx2.AsyncClient) -> dict[str, int]:
    """Give the numbers of the page by the address of the list that each opens, which has as many rows."""
    numbers = {
        unescape(address): int(number)
        for address, number in NUMBER.findall((await client.get("/consistency?severity=warning&lang=en")).text)
    }
    for address, number in numbers.items():
        listed = (await client.get(address)).text.partition('id="findings"')[2]
        assert len(set(FINDING.findall(listed))) == number, address
    return numbers


async def test_each_number_opens_its_list(served: Served) -> None:
    """Each number, by rule and by body, opens a list of as many rows: of a body its own alone, and what is set aside too."""
    supervisor = await visitor(served, "supervisor")
    await analysis(served, REGION)
    await served.projected()
    before = await _opened(supervisor)
    assert {f"/consistency?body={body}" for body in (REGION, BELOW)} <= before.keys()
    [finding] = set(FINDING.findall((await supervisor.get(f"/consistency?rule=near_identical&body={BELOW}")).text))
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', (await supervisor.get(finding)).text))
    assert (await supervisor.post(finding, data=fields | {"reason": "Совместный анализ"})).status_code == 303
    after = await _opened(supervisor)
    assert after[f"/consistency?body={BELOW}"] == before[f"/consistency?body={BELOW}"] - 1
    assert after[f"/consistency?body={BELOW}&dismissed=only"] == 1


async def test_dismissing_by_page(served: Served) -> None:
    """Without a reason nothing is dismissed; with one the finding leaves the list and shows who said what; it is taken up again."""
    above = await visitor(served, "above")
    listed = (await above.get("/consistency?rule=near_identical&lang=en")).text
    [finding] = set(re.findall(r'href="(/consistency/[0-9a-f-]{36})"', listed))
    form = (await above.get(finding)).text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    refused = await above.post(finding, data=fields | {"reason": "  "})
    assert refused.status_code == 422
    assert 'aria-describedby="f-reason-error"' in refused.text
    assert (await above.post(finding, data=fields | {"reason": "Совместный анализ"})).status_code == 303
    assert finding not in (await above.get("/consistency?rule=near_identical")).text
    assert finding in (await above.get("/consistency?rule=near_identical&dismissed=only")).text
    shown = (await above.get(f"{finding}?lang=en")).text
    assert "Совместный анализ" in shown
    assert "Above, " in shown
    case = finding.replace("/consistency/", "/cases/")
    supervisor = await visitor(served, "supervisor")
    assert (await supervisor.get(case)).status_code == 200
    assert (await supervisor.get("/audit")).status_code == 200
    back = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown))
    assert (await above.post(finding, data=back | {"reason": "Анализы разные"})).status_code == 303
    assert finding in (await above.get("/consistency?rule=near_identical")).text


async def test_who_sees_and_judges(served: Served) -> None:
    """The body sees its findings, names nobody it does not oversee, and has no form; another body sees none of them."""
    below = await visitor(served, "below")
    listed = (await below.get("/consistency?rule=near_identical&lang=en")).text
    [finding] = set(re.findall(r'href="(/consistency/[0-9a-f-]{36})"', listed))
    shown = (await below.get(f"{finding}?lang=en")).text
    assert "another body" in shown
    assert "<mark>" not in shown
    assert 'name="reason"' not in shown
    assert (await (await visitor(served, "officer")).get(finding)).status_code == 200
    for address in ("/consistency/none", "/consistency/6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11"):
        assert (await below.get(address)).status_code == 404
    assert (await below.get("/consistency?period=2024Q2&severity=error&rule=nothing")).status_code == 200
