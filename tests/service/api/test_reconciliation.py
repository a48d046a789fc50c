"""Lists of offences sent as tables over HTTP, and what is found in them."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx2
import msgspec
import pytest

from service.api import shapes
from service.api.imports import XLSX
from service.api.shapes.reconciliation import ActLine, ComparedPair, Difference
from tests.service.imports.tables import as_csv, as_xlsx
from tests.serving import BELOW, BODY, REGION, Served, problem_of, serving
from workflows.consequences import case_id

CASE = f"/api/v1/cases/{case_id(BODY, '2.2.1', '2024')}"
OWN = {
    "code": "1", "category": "criminal", "happened_on": "2023-11-20", "place": "г. Қонаев", "position": "Специалист",
    "offender": "Сериков Ерлан Болатович", "happened_until": "", "damage": 350000, "fabula": "Взятка",
    "actions_taken": "Уволен", "status": "В силе", "in_force_on": "05.06.2024", "decision_on": "", "act_no": "1-117/2024",
    "crime_no": "241903031000123",
}  # fmt: skip
TITLES = {"category": "Category", "offender": "Offender", "fabula": "Facts of the offence"}
LISTED = {
    "code": "1", "offender": "Сериков Е.Б.", "category": "criminal", "iin": "", "happened_on": "2023-11-20",
    "in_force_on": "2024-06-06", "decision_on": "", "act_no": "1-117/2024", "crime_no": "",
}  # fmt: skip


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url, date(2024, 12, 20)) as served:
        yield served


async def planned(served: Served) -> httpx2.AsyncClient:
    """Give an official of the department whose reconciliation of 2024 is planned."""
    officer = await served.officer()
    assert (await officer.post("/api/v1/plans", json={"year": 2024, "organizations": [BODY]})).status_code == 200
    return officer


async def send(
    client: httpx2.AsyncClient, side: str, content: bytes, query: str = "", media_type: str = "text/csv", **headers: str
) -> httpx2.Response:
    """Send a table for the version of the case as it is now."""
    version = (await client.get(CASE)).headers.get("ETag", '"1"')
    sent = {"Content-Type": media_type, "If-Match": version} | headers
    return await client.post(f"{CASE}/lists/{side}{query}", content=content, headers=sent)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (as_csv([OWN]), "text/csv"),
        (as_xlsx([OWN]), XLSX),
        (as_csv([{TITLES.get(name, name): value for name, value in OWN.items()}]), "text/csv"),
    ],
)
async def test_try_store_repeat(served: Served, content: bytes, media_type: str) -> None:
    """A dry run stores nothing and needs no version; the same key gets the same answer; the rows are one entry of the case."""
    officer = await planned(served)
    before = served.events()
    tried = await officer.post(f"{CASE}/lists/own?dry_run=true", content=content, headers={"Content-Type": media_type})
    assert (tried.status_code, tried.json()["created"], served.events()) == (200, 1, before)
    key = {"Idempotency-Key": "k", "If-Match": '"1"'}
    stored = await send(officer, "own", content, media_type=media_type, **key)
    report = msgspec.convert(stored.json(), shapes.Import)
    assert (stored.status_code, report.created, report.position, stored.headers["ETag"]) == (200, 1, before + 1, '"2"')
    again = await send(officer, "own", content, media_type=media_type, **key)
    assert (again.headers["Idempotency-Replayed"], served.events()) == ("true", before + 1)
    shown = (await officer.get(CASE)).json()
    assert (shown["state"], shown["data"]["own_rows"], shown["data"]["own_entered_on"]) == ("at_work", 1, "2024-12-20")


async def test_wrong_rows(served: Served) -> None:
    """Cells that cannot be, dates outside the year and missing ones are named by row and column, and nothing is stored."""
    officer = await planned(served)
    rows = [
        OWN,
        OWN | {"code": "2", "in_force_on": "06.12.2023"},
        OWN | {"code": "3", "category": "плохое", "place": ""},
        OWN | {"code": "1"},
    ]
    before = served.events()
    problem = problem_of(await send(officer, "own", as_csv(rows[:2])), 422, "rows-invalid")
    assert [(one["row"], one["column"]) for one in problem["errors"]] == [(3, "in_force_on")]
    assert "2023" in problem["errors"][0]["detail"]
    problem = problem_of(await send(officer, "own", as_csv(rows)), 422, "rows-invalid")
    assert [(one["row"], one["column"]) for one in problem["errors"]] == [(4, "category"), (4, "place")]
    tried = await send(officer, "own", as_csv([OWN, OWN]), "?dry_run=true")
    assert [(one["row"], one["column"]) for one in tried.json()["errors"]] == [(2, "code"), (3, "code")]
    assert served.events() == before


async def test_rows_without_codes(served: Served) -> None:
    """A table without codes may come twice: its rows are called by the entry and their number."""
    officer = await planned(served)
    table = as_csv([{name: value for name, value in LISTED.items() if name != "code"}])
    for _ in range(2):
        assert (
            await send(officer, "registry", table, "?request_no=14-3/512&requested_on=2024-12-01")
        ).status_code == 200
    found = (await officer.get(f"{CASE}/differences")).json()["items"]
    assert [one["registry"]["code"] for one in found] == ["2.2", "3.2"]


async def test_what_is_found_is_told_side_by_side(served: Served) -> None:
    """A pair that differs is shown with both rows and the rule; settled, it is no longer open, and the act has its line."""
    officer = await planned(served)
    assert (await send(officer, "own", as_csv([OWN]))).status_code == 200
    assert (
        await send(officer, "registry", as_csv([LISTED, LISTED | {"code": "2", "offender": "Цой Виктор"}]))
    ).status_code == 200
    page = (await officer.get(f"{CASE}/differences?open=true&limit=1")).json()
    [first] = msgspec.convert(page["items"], list[Difference])
    assert (first.kind, first.rule, first.fields) == ("fields", "act_and_name", ["counts_on"])
    assert first.explanation
    assert first.own
    assert first.registry
    assert (first.own.offender, first.registry.offender) == ("Сериков Ерлан Болатович", "Сериков Е.Б.")
    rest = (await officer.get(page["next"])).json()
    assert ([one["kind"] for one in rest["items"]], rest["next"]) == (["registry_only"], None)
    settled = {"resolution": "own_list_right", "explanation": "Сверено с приговором", "resolved_on": "2024-12-20"}
    for one in (page["items"][0], rest["items"][0]):
        version = (await officer.get(CASE)).headers["ETag"]
        data: dict[str, Any] = settled | {"key": one["key"]}
        done = await officer.post(f"{CASE}/actions/resolve_difference", json=data, headers={"If-Match": version})
        assert done.status_code == 200, done.text
    assert (await officer.get(f"{CASE}/differences?open=true")).json()["items"] == []
    lines = msgspec.convert((await officer.get(f"{CASE}/act-lines")).json()["items"], list[ActLine])
    assert [(one.organization, one.category, one.counts_on) for one in lines] == [(BODY, "criminal", date(2024, 6, 5))]


async def test_every_pair_says_its_rule(served: Served) -> None:
    """A pair that matched by itself, a settled one and an open one are listed with the rule in the reader's words, by rule and page."""
    officer = await planned(served)
    names = ("Сериков Ерлан Болатович", "Сейітов Нұрлан Қайратұлы", "Ахметов Асан Кайратович")
    theirs = (names[0], "Сеитов Нурлан Кайратович", "Ахметов А.К.")
    rows = [
        OWN | {"code": str(n), "offender": name, "act_no": f"1-{n}", "crime_no": ""} for n, name in enumerate(names)
    ]
    day = {"in_force_on": "2024-06-05"}
    listed = [LISTED | day | {"code": f"r{n}", "offender": name, "act_no": f"1-{n}"} for n, name in enumerate(theirs)]
    assert (await send(officer, "own", as_csv(rows))).status_code == 200
    assert (await send(officer, "registry", as_csv(listed))).status_code == 200
    first = (await officer.get(f"{CASE}/pairs?limit=2", headers={"Accept-Language": "en"})).json()
    rest = (await officer.get(first["next"], headers={"Accept-Language": "en"})).json()
    found = msgspec.convert(first["items"] + rest["items"], list[ComparedPair])
    assert [(one.own.code, one.registry.code, one.rule, one.proposed, one.key is None) for one in found] == [
        ("0", "r0", "act_and_name", False, True),
        ("1", "r1", "spelling_and_act", True, False),
        ("2", "r2", "act_and_name", False, True),
    ]
    assert found[0].explanation == "The same number of the act, and the name fits"
    settled = {"resolution": "same_fact", "explanation": "Одно лицо", "resolved_on": "2024-12-20", "key": found[1].key}
    version = (await officer.get(CASE)).headers["ETag"]
    done = await officer.post(f"{CASE}/actions/resolve_difference", json=settled, headers={"If-Match": version})
    assert done.status_code == 200, done.text
    [confirmed] = (await officer.get(f"{CASE}/pairs?rule=spelling_and_act")).json()["items"]
    assert (confirmed["resolution"], confirmed["resolved_because"]) == ("same_fact", "Одно лицо")
    problem_of(await officer.get(f"{CASE}/pairs?rule=nonsense"), 400, "bad-query")
    problem_of(await (await served.officer(BELOW)).get(f"{CASE}/pairs"), 403, "out-of-scope")


async def test_a_consolidating_body_reads_the_lines_of_others(served: Served) -> None:
    """The lines of a body that has handed over stand in the consolidated act, read from its own case; those of a late one do not."""
    officer = await planned(served)
    akimat = await served.officer(REGION)
    await akimat.post("/api/v1/plans", json={"year": 2024, "organizations": [REGION]})
    above = f"/api/v1/cases/{case_id(REGION, '2.2.1', '2024')}"
    decided = {"decided_on": "2024-12-20", "covers": [BODY]}
    done = await akimat.post(f"{above}/actions/decide_consolidation", json=decided, headers={"If-Match": '"1"'})
    assert done.status_code == 200, done.text
    assert (await send(officer, "own", as_csv([OWN]))).status_code == 200
    assert (await send(officer, "registry", as_csv([LISTED | {"in_force_on": "2024-06-05"}]))).status_code == 200
    shown = (await officer.get(CASE)).json()
    assert (shown["state"], shown["data"]["covered_by"]) == ("covered", REGION)
    assert (await akimat.get(f"{above}/act-lines")).json()["items"] == []
    version = (await officer.get(CASE)).headers["ETag"]
    handed = await officer.post(
        f"{CASE}/actions/hand_over_part", json={"handed_on": "2024-12-20"}, headers={"If-Match": version}
    )
    assert handed.status_code == 200, handed.text
    assert [one["organization"] for one in (await akimat.get(f"{above}/act-lines")).json()["items"]] == [BODY]


@pytest.mark.parametrize(
    ("address", "content", "headers", "status", "slug"),
    [
        (f"{CASE}/lists/other", as_csv([OWN]), {}, 404, "unknown"),
        (f"{CASE}/lists/own", b"{}", {"Content-Type": "application/json"}, 415, "file-not-accepted"),
        (f"{CASE}/lists/own?dry=1", as_csv([OWN]), {}, 400, "bad-query"),
        (f"{CASE}/lists/own", as_csv([OWN]), {}, 428, "version-missing"),
        (f"{CASE}/lists/own", as_csv([OWN]), {"If-Match": '"7"'}, 412, "stale"),
        (f"/api/v1/cases/{case_id(BODY, '1.1.2', '2024')}/lists/own", as_csv([OWN]), {}, 404, "unknown"),
    ],
)
async def test_bad_requests(
    served: Served, address: str, content: bytes, headers: dict[str, str], status: int, slug: str
) -> None:
    """Another list, what is no table, another case or an old version is refused with a problem, and nothing is stored."""
    officer = await planned(served)
    before = served.events()
    sent = await officer.post(address, content=content, headers={"Content-Type": "text/csv"} | headers)
    problem_of(sent, status, slug)
    assert served.events() == before


async def test_who_may_not(served: Served) -> None:
    """An institution below sees nothing of the department's reconciliation; the akimat above sees it, and enters nothing there."""
    await planned(served)
    below, akimat = await served.officer(BELOW), await served.officer(REGION)
    problem_of(await send(below, "own", as_csv([OWN])), 403, "out-of-scope")
    problem_of(await below.get(f"{CASE}/differences"), 403, "out-of-scope")
    problem_of(await send(akimat, "own", as_csv([OWN])), 403, "not-permitted")
    problem_of(await akimat.get(f"{CASE}/differences?cursor=x"), 400, "bad-cursor")
