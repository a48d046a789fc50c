"""A reconciliation on pages: lists sent as tables, differences side by side, each settled by its own form."""

import html
import json
import re
from collections.abc import AsyncIterator
from datetime import date

import httpx2
import pytest

from service.web.pairs import SHOWN as PAIRS
from service.web.reconciliation import SHOWN
from tests.service.api.test_reconciliation import LISTED, OWN
from tests.service.imports.tables import as_csv
from tests.serving import BODY, OTHER, REGION, Served, serving
from tests.web.visiting import PASSWORD, people, visitor
from workflows.actor import Role
from workflows.consequences import case_id

CASE = f"/cases/{case_id(BODY, '2.2.1', '2024')}"


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url, date(2024, 12, 20)) as served:
        await people(served)
        await served.account("akimat", Role.OFFICER, REGION, password=PASSWORD)
        client = await served.client((await served.service.access.accounts())[0])
        assert (await client.post("/api/v1/plans", json={"year": 2024, "organizations": [BODY]})).status_code == 200
        yield served


def _hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))


async def send(client: httpx2.AsyncClient, side: str, content: bytes, **more: str) -> httpx2.Response:
    """Send a table with the form of a list, as it is now."""
    form = _hidden((await client.get(f"{CASE}/lists/{side}")).text) | {"on": "2024-12-20", "registry": "КПСиСУ"}
    files = {"file": ("Список.csv", content)}
    return await client.post(f"{CASE}/lists/{side}", data=form | more, files=files)


async def test_from_the_lists_to_the_last_difference(served: Served) -> None:
    """Both lists are checked and stored; what differs stands side by side with the rule, and its form knows which it is."""
    client = await visitor(served, "officer")
    before = served.events()
    assert f'href="{CASE}/lists/own"' in (await client.get(CASE)).text
    checked = await send(client, "own", as_csv([OWN]), _check="1")
    assert (checked.status_code, served.events()) == (200, before)
    for side, row in (("own", OWN), ("registry", LISTED)):
        stored = await send(client, side, as_csv([row]))
        assert (stored.status_code, stored.headers["location"].partition("?")[0]) == (303, CASE)
    page = (await client.get(CASE)).text
    for words in ("Сериков Ерлан Болатович", "Сериков Е.Б.", "<mark>5 июня 2024</mark>", "<mark>6 июня 2024</mark>"):
        assert words in page
    assert page.count('class="stage stage-met') == 2
    [link] = re.findall(r'href="([^"]*resolve_difference\?key=[^"]*)"', page)
    form = (await client.get(link)).text
    [key] = set(re.findall(r'name="key"[^>]*value="(pair/1/1/[0-9a-f]{8})"', form))
    sent = _hidden(form) | {
        "key": key, "resolution": "own_list_right", "explanation": "Сверено с приговором", "resolved_on": "2024-12-20"
    }  # fmt: skip
    settled = await client.post(link.partition("?")[0], data=sent)
    assert settled.status_code == 303, settled.text
    page = (await client.get(CASE)).text
    assert "resolve_difference?key" not in page
    assert "revoke_resolution?key" in page
    assert page.count('class="stage stage-met') == 3
    approval = (await client.get(f"{CASE}/actions/approve_act")).text
    assert re.search(r'value="apparatus_head"[^>]*(selected|checked)', approval)


async def test_wrong_rows_and_what_is_no_table(served: Served) -> None:
    """Errors stand by row and heading on the page, nothing is stored, and a file that is no table is refused with the reason."""
    client = await visitor(served, "officer")
    before = served.events()
    page = await send(client, "own", as_csv([OWN | {"in_force_on": "2023-12-06"}]))
    assert page.status_code == 422
    assert re.search(r'<th scope="row" class="num">2</th><td>in_force_on</td>', page.text)
    assert (await send(client, "own", b"")).status_code == 422
    assert (await send(client, "own", as_csv([OWN]), on="x")).status_code == 422
    assert (await send(client, "own", b"PK-nothing")).status_code == 422
    assert (await client.get(f"{CASE}/lists/other")).status_code == 404
    assert served.events() == before


async def test_a_row_by_hand(served: Served) -> None:
    """A few offences are entered in a form with a row for each; the history tells them, and they can be corrected there."""
    client = await visitor(served, "officer")
    address = f"{CASE}/actions/enter_own_list"
    form = await client.post(address, data=_hidden((await client.get(address)).text) | {"_add": "rows"})
    assert 'name="rows.0.offence.offender"' in form.text
    offence = ("category", "happened_on", "place", "position", "offender")
    typed = {f"rows.0.{name}": str(OWN[name]) for name in ("code", "fabula", "actions_taken", "status", "act_no")}
    typed |= {f"rows.0.offence.{name}": str(OWN[name]) for name in offence}
    typed |= {"entered_on": "2024-12-20", "rows.0.in_force_on": "2024-06-05"}
    stored = await client.post(address, data=_hidden(form.text) | typed)
    assert stored.status_code == 303, stored.text
    page = (await client.get(CASE)).text
    assert "Сериков Ерлан Болатович" in page
    correction = (await client.get(f"{CASE}/actions/correct?corrects=2")).text
    assert 'name="data.rows.0.offence.offender"' in correction


async def test_five_thousand_rows(served: Served) -> None:
    """Lists of thousands are one entry each; the page tells figures and the first differences, and offers no form of all rows."""
    client = await visitor(served, "officer")
    own = [OWN | {"code": str(n), "act_no": f"1-{n}", "crime_no": ""} for n in range(5000)]
    registry = [LISTED | {"code": str(n), "act_no": f"1-{n}"} for n in range(5000)]
    assert (await send(client, "own", as_csv(own))).status_code == 303
    assert (await send(client, "registry", as_csv(registry))).status_code == 303
    page = (await client.get(CASE)).text
    assert len(re.findall(r"resolve_difference\?key=", page)) == SHOWN
    assert f'href="{CASE}?from={SHOWN}#differences"' in page
    assert len(page) < 1_000_000
    assert (await client.get(f"{CASE}/actions/correct?corrects=2")).status_code == 403


async def test_all_pairs_are_listed_with_their_rule(served: Served) -> None:
    """From the case the way leads to every pair with the rule in words, page by page, and to those of one rule."""
    client = await visitor(served, "officer")
    own = [OWN | {"code": f"{n:03}", "act_no": f"1-{n}", "crime_no": ""} for n in range(PAIRS + 1)]
    day = {"in_force_on": "2024-06-05"}
    registry = [LISTED | day | {"code": str(n), "act_no": f"1-{n}"} for n in range(PAIRS)]
    registry.append(LISTED | day | {"code": "x", "act_no": f"1-{PAIRS}", "offender": "Сереков Е.Б."})
    assert (await send(client, "own", as_csv(own))).status_code == 303
    assert (await send(client, "registry", as_csv(registry))).status_code == 303
    assert f'href="{CASE}/pairs"' in (await client.get(f"{CASE}?lang=en")).text
    first, last = [(await client.get(f"{CASE}/pairs?lang=en{more}")).text for more in ("", f"&from={PAIRS}")]
    rule, near = (
        "The same number of the act, and the name fits",
        "The same number of the act; the names differ by one letter",
    )
    assert (first.count(f"<td>{rule}</td>"), first.count(f"<td>{near}</td>")) == (PAIRS, 0)
    assert f'href="{CASE}/pairs?from={PAIRS}"' in first
    assert (last.count(f"<td>{rule}</td>"), last.count(f"<td>{near}</td>")) == (0, 1)
    one_rule = (await client.get(f"{CASE}/pairs?lang=en&rule=near_name_and_act")).text
    assert (one_rule.count(f"<td>{rule}</td>"), one_rule.count(f"<td>{near}</td>")) == (0, 1)


async def test_pairs_and_differences_are_exported(served: Served) -> None:
    """The files have the rows of the API, side by side with what differs; whoever does not see the case gets none of them."""
    client, machine = (
        await visitor(served, "officer"),
        await served.client(await served.service.access.account("officer")),
    )
    assert (
        await send(client, "own", as_csv([OWN, OWN | {"code": "2", "act_no": "1-9", "crime_no": ""}]))
    ).status_code == 303
    assert (await send(client, "registry", as_csv([LISTED]))).status_code == 303
    case, stranger = CASE.removeprefix("/cases/"), await served.officer(OTHER)
    for name, page in (("pairs", f"{CASE}/pairs"), ("differences", CASE)):
        told = (await machine.get(f"/api/v1{CASE}/{name}")).json()["items"]
        [link] = [
            html.unescape(one)
            for one in re.findall(rf'href="(/exports/{name}.json[^"]*)"', (await client.get(page)).text)
        ]
        answer = await client.get(link)
        rows = json.loads(answer.content)["rows"]
        names = ("code", "offender", "counts_on", "act_no")
        for side in ("own", "registry"):
            wanted = [[(one[side] or {}).get(field) for field in names] for one in told]
            assert [[row[f"{side}_{field}"] for field in names] for row in rows] == wanted, (name, side)
        assert [(row["rule"], row["key"] or None) for row in rows] == [(one["rule"], one["key"]) for one in told]
        assert rows
        assert (await stranger.get(f"/api/v1/lists/{name}.csv?case={case}")).status_code == 403
    filtered = await machine.get(f"/api/v1/lists/differences.json?case={case}&open=false")
    assert json.loads(filtered.content)["rows"] == []


async def test_a_consolidated_reconciliation(served: Served) -> None:
    """The consolidating body sees who is late, by a link to their case; the covered one by whom it is covered, which it cannot open."""
    akimat = await visitor(served, "akimat")
    above = await served.client(next(a for a in await served.service.access.accounts() if a.login == "akimat"))
    await above.post("/api/v1/plans", json={"year": 2024, "organizations": [REGION]})
    consolidated = case_id(REGION, "2.2.1", "2024")
    form = f"/cases/{consolidated}/actions/decide_consolidation"
    sent = _hidden((await akimat.get(form)).text) | {"decided_on": "2024-12-20", "covers": BODY}
    assert (await akimat.post(form, data=sent)).status_code == 303
    page = (await akimat.get(f"/cases/{consolidated}")).text
    assert f'<a href="{CASE}">{BODY}</a>' in page
    covered = (await (await visitor(served, "officer")).get(CASE)).text
    assert REGION in covered
    assert f'href="/cases/{consolidated}"' not in covered


async def test_the_akimat_reads_and_sends_nothing(served: Served) -> None:
    """A body above sees the reconciliation, but neither form nor link to enter a list there."""
    client = await visitor(served, "akimat")
    page = await client.get(CASE)
    assert page.status_code == 200
    assert "/lists/own" not in page.text
    assert (await client.get(f"{CASE}/lists/own")).status_code == 403
