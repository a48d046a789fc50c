"""Facts of Appendix 2 over HTTP: counted once, restricted where they are sealed, nil and blank told apart."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import msgspec
import pytest

from events.clearance import Clearance
from service.api import shapes
from tests.clearing import cleared
from tests.serving import BELOW, BODY, ELSEWHERE, OTHER, REGION, Served, problem_of, serving
from tests.workflows.offence_report.life import REGISTERED, WITHDRAWN
from tests.workflows.restriction_fact.life import FOUND, MEASURES, OPENINGS

NIL: dict[str, Any] = {"period": "2024Q2", "declared_on": "2024-07-03", "signature": {"post": "first_head"}}
FORM, FACTS = "/api/v1/appendix-2", "/api/v1/facts"
ASKED = {"organization": REGION, "period": "2024Q2"}


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """The service in the summer of 2024; its bodies are registered in February."""
    async with serving(database_url, data_dir=tmp_path) as running:
        running.clock.travel(date(2024, 7, 15))
        yield running


async def cleared_officer(served: Served, organization: str) -> httpx2.AsyncClient:
    """An officer on the list of those who see the body's reports of corruption."""
    return await served.client(await cleared(served, organization))


async def opened(
    client: httpx2.AsyncClient, workflow: str, organization: str, data: dict[str, Any], action: str | None = None
) -> dict[str, Any]:
    """A case begun over HTTP."""
    named = {"action": action} if action else {}
    body = {"workflow": workflow, "organization": organization, "data": data, **named}
    answer = await client.post("/api/v1/cases", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def found(client: httpx2.AsyncClient, organization: str, **changed: Any) -> dict[str, Any]:
    """An offence registered over HTTP."""
    return await opened(client, "offence_report", organization, REGISTERED | changed)


async def form(served: Served, client: httpx2.AsyncClient, **asked: str) -> dict[str, dict[str, Any]]:
    """The rows of the form by their codes, with the status of each body."""
    await served.projected()
    answer = await client.get(FORM, params=ASKED | asked)
    assert answer.status_code == 200, answer.text
    shown = msgspec.convert(answer.json(), shapes.Appendix2)
    assert [row.row for row in shown.rows][:3] == ["2.1.1", "2.2.1", "2.3.1"]
    return {
        row.row: msgspec.to_builtins(row) | {"bodies": {c.organization: str(c.status) for c in row.cells}}
        for row in shown.rows
    }


async def test_a_fact_of_two_bodies_counts_once(served: Served) -> None:
    """A department and its akimat register the same fact: the form counts one with both origins, the list shows two."""
    above, below = await cleared_officer(served, REGION), await cleared_officer(served, BODY)
    cases = {
        REGION: await found(above, REGION),
        BODY: await found(below, BODY, offence=REGISTERED["offence"] | {"offender": "СЕРИКОВ ерлан болатович"}),
    }
    row = (await form(served, above))["2.1.1"]
    assert (row["facts"], row["restricted"], len(row["counted"])) == (1, 0, 1)
    [fact] = row["counted"]
    assert {one["organization"]: one["case_id"] for one in fact["origins"]} == {
        c: made["id"] for c, made in cases.items()
    }
    assert row["bodies"] == {REGION: "facts", BODY: "facts", BELOW: "not_reported"}
    page = (await above.get(FACTS, params=ASKED)).json()
    assert {item["organization"] for item in page["items"]} == {REGION, BODY}
    assert {one["told"]["registered"]["offence"]["offender"] for one in fact["origins"]} == {
        "Сериков Ерлан Болатович",
        "СЕРИКОВ ерлан болатович",
    }
    msgspec.convert(page, shapes.page_of(shapes.FactItem))


async def test_a_merge_is_told(served: Served) -> None:
    """Each of two registrations that count as one names the other, to those who may see it."""
    above, below = await cleared_officer(served, REGION), await cleared_officer(served, BODY)
    cases = {body: (await found(client, body))["id"] for client, body in ((above, REGION), (below, BODY))}
    await served.projected()
    page = (await above.get(FACTS, params=ASKED)).json()["items"]
    assert {item["id"]: (item["counts_with"], item["looks_like"]) for item in page} == {
        cases[REGION]: ([cases[BODY]], []),
        cases[BODY]: ([cases[REGION]], []),
    }
    [own] = (await below.get(FACTS, params={"organization": BODY})).json()["items"]
    assert own["counts_with"] == []


async def test_what_only_looks_alike_is_proposed(served: Served) -> None:
    """Conflicts of interest that say the same count as two, and each tells of the other, until a person links them."""
    action, data, _ = OPENINGS["2.5.2"]
    above, below = await served.officer(REGION), await served.officer(BODY)
    cases = {}
    for client, body, circumstances in ((above, REGION, "Закупка у брата"), (below, BODY, "Супруга учредила ТОО")):
        told = data | {"found_on": "2024-05-14", "circumstances": circumstances}
        cases[body] = await opened(client, "restriction_fact", body, told, action)
    ids = {body: made["id"] for body, made in cases.items()}
    row = (await form(served, above))["2.5.2"]
    assert [[one["case_id"] for one in fact["alike"]] for fact in row["counted"]] in (
        [[ids[BODY]], [ids[REGION]]], [[ids[REGION]], [ids[BODY]]],
    )  # fmt: skip
    page = (await above.get(FACTS, params=ASKED)).json()["items"]
    assert {item["id"]: (item["counts_with"], item["looks_like"]) for item in page} == {
        ids[REGION]: ([], [ids[BODY]]),
        ids[BODY]: ([], [ids[REGION]]),
    }
    link = {"linked_on": "2024-07-10", "reason": "Одно и то же", "same_as": ids[BODY]}
    headers = {"If-Match": f'"{cases[REGION]["version"]}"'}
    address = f"/api/v1/cases/{ids[REGION]}/actions/link_fact"
    linked = await above.post(address, json=link, headers=headers)
    assert linked.status_code == 200, linked.text
    assert ((await form(served, above))["2.5.2"])["facts"] == 1
    [other] = [item for item in (await above.get(FACTS, params=ASKED)).json()["items"] if item["id"] == ids[BODY]]
    assert (other["counts_with"], other["looks_like"]) == ([ids[REGION]], [])


async def test_facts_are_told_apart(served: Served) -> None:
    """Two facts of one day say whom and what they are about, and what was done about them, in the list and in the form (l.714)."""
    officer = await served.officer(BODY)
    opening = OPENINGS["2.5.1"]
    data = {"found_on": FOUND} | opening.data
    fact = await opened(officer, "restriction_fact", BODY, data)
    await opened(officer, "restriction_fact", BODY, data | {"name": "Ким Анна", "activity": "ИП"})
    address = f"/api/v1/cases/{fact['id']}/actions/record_measures"
    assert (await officer.post(address, json=MEASURES, headers={"If-Match": '"1"'})).status_code == 200
    told = {one["told"]["registered"]["name"]: one["told"] for one in (await listed(served, officer, row="2.5.1"))}
    assert told["Ким Анна"]["registered"]["activity"] == "ИП"
    [measure] = told["Сериков Ерлан Болатович"]["measures"]
    assert (measure["data"]["measures"], told["Ким Анна"]["measures"]) == (MEASURES["measures"], [])
    counted = (await form(served, officer, organization=BODY))["2.5.1"]["counted"]
    assert [one["told"] for each in counted for one in each["origins"]] == [
        told[one["told"]["registered"]["name"]] for each in counted for one in each["origins"]
    ]


async def listed(served: Served, client: httpx2.AsyncClient, **asked: str) -> list[dict[str, Any]]:
    """The list of facts."""
    await served.projected()
    answer = await client.get(FACTS, params=asked)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_sealed_rows_are_restricted(served: Served) -> None:
    """An official above who is not on the list, and a supervisor, see neither facts nor nils of 2.1.1, nor how many there are."""
    own = await cleared_officer(served, BODY)
    await found(own, BODY)
    for client in (await served.officer(REGION), await served.supervisor()):
        rows = await form(served, client)
        assert set(rows["2.1.1"]["bodies"].values()) == set(rows["2.5.5"]["bodies"].values()) == {"restricted"}
        assert (rows["2.1.1"]["facts"], rows["2.1.1"]["counted"], rows["2.1.1"]["not_reported"]) == (0, [], 0)
        assert rows["2.5.1"]["restricted"] == 0
        assert (await client.get(FACTS)).json()["items"] == []
    assert (await form(served, own, organization=BODY))["2.1.1"]["bodies"] == {BODY: "facts", BELOW: "not_reported"}
    assert len((await own.get(FACTS)).json()["items"]) == 1


async def test_tax_secrets_are_of_the_bodys_own_list(served: Served) -> None:
    """A list for accounts abroad opens the row of its own body alone, not of those below (C6)."""
    client = await served.client(await cleared(served, REGION, clearances=[Clearance.TAX_SECRECY]))
    rows = await form(served, client)
    assert rows["2.5.5"]["bodies"] == {REGION: "not_reported", BODY: "restricted", BELOW: "restricted"}
    assert rows["2.1.1"]["restricted"] == 3


async def test_nil_and_blank_are_told_apart(served: Served) -> None:
    """A signed nil is a nil, also when it was revoked and declared again; a fact found later ends it; nothing said is not reported."""
    officer, above = await cleared_officer(served, BODY), await cleared_officer(served, REGION)
    row = await opened(officer, "reporting_row", BODY, NIL | {"row": "2.5.1"})
    await opened(officer, "reporting_row", BODY, NIL | {"row": "2.1.1"})
    again = {"workflow": "reporting_row", "organization": BODY, "data": NIL | {"row": "2.5.1"}}
    assert problem_of(await officer.post("/api/v1/cases", json=again), 409, "already-open")["case"].endswith(row["id"])
    rows = await form(served, above)
    assert [rows[code]["bodies"][BODY] for code in ("2.1.1", "2.5.1", "2.5.2")] == ["nil", "nil", "not_reported"]
    assert (rows["2.5.1"]["nil"], rows["2.5.1"]["not_reported"]) == (1, 2)
    [cell] = [cell for cell in rows["2.5.1"]["cells"] if cell["organization"] == BODY]
    assert cell["case_id"] == row["id"]
    fact = await found(officer, BODY)
    assert (await form(served, above))["2.1.1"]["bodies"][BODY] == "facts"
    withdrawn = await officer.post(
        f"/api/v1/cases/{fact['id']}/actions/withdraw_fact", json=WITHDRAWN, headers={"If-Match": '"1"'}
    )
    assert withdrawn.status_code == 200, withdrawn.text
    assert (await form(served, above))["2.1.1"]["bodies"][BODY] == "not_reported"
    revoked = {"revoked_on": "2024-07-10", "reason": "Сведения не получены"}
    address = f"/api/v1/cases/{row['id']}/actions/revoke_no_facts"
    assert (await officer.post(address, json=revoked, headers={"If-Match": '"1"'})).status_code == 200
    assert (await form(served, above))["2.5.1"]["bodies"][BODY] == "not_reported"


async def test_the_form_is_of_a_body_and_those_below(served: Served) -> None:
    """The body first, then those below it; a row that does not concern a body is not owed by it; nobody who was not there."""
    supervisor = await served.supervisor()
    rows = await form(served, supervisor, organization=ELSEWHERE)
    assert rows["2.5.1"]["bodies"] == {ELSEWHERE: "not_reported", OTHER: "not_owed"}
    assert rows["2.4.1"]["bodies"][OTHER] == "not_reported"
    assert (await form(served, supervisor, period="2023Q4"))["2.5.1"]["bodies"] == {}


async def test_what_cannot_be_asked(served: Served) -> None:
    """A body outside the scope is refused, one that does not exist and a period that is no quarter are named."""
    client = await served.officer(BODY)
    problem_of(await client.get(FORM, params=ASKED), 403, "out-of-scope")
    for changed, field in (({"organization": "nobody"}, "organization"), ({"period": "2024"}, "period")):
        found_wrong = problem_of(await client.get(FORM, params=ASKED | changed), 400, "bad-query")
        assert [error["parameter"] for error in found_wrong["errors"]] == [field]
    problem_of(await client.get(FACTS, params={"row": "3.2.1"}), 400, "bad-query")
    problem_of(await client.get(FACTS, params={"cursor": "x"}), 400, "bad-cursor")


async def test_facts_are_filtered_and_paged(served: Served) -> None:
    """By row, quarter and body; pages join without a gap."""
    client = await cleared_officer(served, REGION)
    made = [
        await found(client, REGION, found_on=f"2024-0{month}-20", crime_no=f"24190303100012{month}")
        for month in (3, 4, 5, 6)
    ]
    await served.projected()
    whole = (await client.get(FACTS)).json()["items"]
    assert [item["id"] for item in whole] == [one["id"] for one in reversed(made)]
    pages, address = [], f"{FACTS}?limit=3&row=2.1.1"
    while address:
        page = (await client.get(address)).json()
        pages += page["items"]
        address = page["next"]
    assert pages == whole
    for asked, count in ({"period": "2024Q1"}, 1), ({"row": "2.5.1"}, 0), ({"organization": BODY}, 0):
        assert len((await client.get(FACTS, params=asked)).json()["items"]) == count
    assert {UUID(item["id"]) for item in whole} == {UUID(one["id"]) for one in made}
