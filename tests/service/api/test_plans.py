"""The year's plan and the dates of the Карта over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

import httpx2
import msgspec
import pytest

from service.api import shapes
from service.requests import Request
from tests.serving import BELOW, BODY, ELSEWHERE, OTHER, REGION, Served, problem_of, serving
from workflows.actor import SYSTEM
from workflows.consequences import case_id
from workflows.organization import Organization

TABLE = "subtask;period;upload_by\n4.2.3;2024-03;2024-04-05\n4.2.1;;2024-12-20\n"
CSV = {"Content-Type": "text/csv"}
DONE = {"created": 18, "existing": 0, "ended": 0, "organizations": 1, "restored": 0, "year": 2024}
"""What a plan of 2024 does for the department, which exists since February: there is no January for it."""


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        yield served


async def _plan(client: httpx2.AsyncClient, *organizations: str, year: int = 2024) -> httpx2.Response:
    return await client.post("/api/v1/plans", json={"year": year, "organizations": list(organizations)})


async def test_an_official_plans_and_reads_the_plan(served: Served) -> None:
    """The plan of one's own body is made at once, is not made twice, and shows each case with its state."""
    officer = await served.officer()
    assert (await _plan(officer, BODY)).json() == DONE
    again = await _plan(officer, BODY)
    assert (again.status_code, again.json()) == (200, DONE | {"created": 0, "existing": 18})
    await served.projected()
    plan = msgspec.convert((await officer.get(f"/api/v1/plans/2024?organization={BODY}")).json(), shapes.Plan)
    rows = {row.subtask: row for row in plan.rows}
    assert list(rows) == ["1.1.2", "2.2.1", "4.1.2", "4.2.1", "4.2.2", "4.2.3", "4.2.4", "4.3.1"]
    assert [case.period for case in rows["4.2.3"].cases] == [f"2024-{month:02}" for month in range(2, 13)]
    [first] = rows["1.1.2"].cases
    assert (first.state, first.owed, first.case_id) == ("planned", True, case_id(BODY, "1.1.2", "2024"))
    assert first.href
    assert (await officer.get(first.href)).json()["state"] == "planned"


async def test_what_is_not_made_yet_is_shown_as_owed(served: Served) -> None:
    """Before the plan is made, its cases stand there without a state."""
    plan = (await (await served.officer()).get(f"/api/v1/plans/2025?organization={BODY}")).json()
    cases = [case for row in plan["rows"] for case in row["cases"]]
    assert {(case["state"], case["href"]) for case in cases} == {(None, None)}
    assert len(cases) == 19


async def test_all_in_reach_means_those_below(served: Served) -> None:
    """Without codes an akimat's official plans for the akimat and what stands below it, for nobody else."""
    akimat = await served.officer(REGION)
    done = (await akimat.post("/api/v1/plans", json={"year": 2024})).json()
    assert (done["created"], done["organizations"]) == (24 + 18 + 2, 3)
    await served.projected()
    plan = (await (await served.supervisor()).get(f"/api/v1/plans/2024?organization={ELSEWHERE}")).json()
    assert {case["state"] for row in plan["rows"] for case in row["cases"]} == {None}


async def _finished(client: httpx2.AsyncClient, address: str) -> dict[str, Any]:
    for _ in range(200):
        run: dict[str, Any] = (await client.get(address)).json()
        if run["state"] != "running":
            return run
        await asyncio.sleep(0.05)
    raise AssertionError(run)


async def test_a_country_is_a_run_to_watch(served: Served) -> None:
    """A supervisor's plan of all is accepted, and its run ends with what it did; the counts tell the same."""
    supervisor = await served.supervisor()
    started = await supervisor.post("/api/v1/plans", json={"year": 2024})
    assert started.status_code == 202
    msgspec.convert(started.json(), shapes.RunItem)
    run = await _finished(supervisor, started.headers["location"])
    assert (run["state"], run["problem"]) == ("done", None)
    assert run["counts"] == {
        "created": 2 * 24 + 18 + 2 + 15,
        "existing": 0,
        "ended": 0,
        "organizations": 5,
        "restored": 0,
    }
    assert (run["done"], run["total"]) == (5, 5)
    await served.projected()
    counts = msgspec.convert((await supervisor.get("/api/v1/plans/2024/counts")).json(), shapes.PlanCounts)
    assert all(one.made == one.owed for one in counts.items)
    assert {(one.type, one.owed) for one in counts.items if one.subtask == "4.2.3"} == {("OBL", 22), ("UPR", 11)}
    other = await served.officer()
    problem_of(await other.get(started.headers["location"]), 403, "out-of-scope")
    problem_of(await other.get("/api/v1/runs/nothing"), 404, "unknown")


async def _all(client: httpx2.AsyncClient, **asked: Any) -> list[shapes.OwedCase]:
    """Read all pages of what is owed in 2024."""
    found: list[shapes.OwedCase] = []
    address: str | None = "/api/v1/plans/2024/owed?" + urlencode(asked)
    while address:
        answer = await client.get(address)
        assert answer.status_code == 200, answer.text
        page = msgspec.convert(answer.json(), shapes.page_of(shapes.OwedCase))
        found += page.items  # type: ignore[attr-defined]
        address = page.next  # type: ignore[attr-defined]
    return found


async def test_as_many_are_listed_as_are_owed(served: Served) -> None:
    """Each number of what is owed has a list of as many, of bodies that changed within the year too; of a past day those of that day."""
    supervisor, organizations = await served.supervisor(), served.service.organizations
    akimat = await served.officer(REGION)
    await _plan(supervisor, BODY)
    served.clock.travel(date(2024, 7, 1))
    for code, action, data in (
        (BELOW, "close", {"on": "2024-06-15", "reason": "liquidated"}),
        (BODY, "reclassify", {"since": "2024-06-20", "type": "RAY"}),
    ):
        case = await served.service.cases.get(Organization.id_of(code))
        await organizations.act(code, action, data, SYSTEM, Request.of(SYSTEM, None), case.version)
    await served.projected()
    numbers = []
    for client, asked in (
        (supervisor, {}),
        (akimat, {}),
        (supervisor, {"at": "2024-06-01"}),
        (akimat, {"at": "2024-06-01"}),
    ):
        answer = await client.get("/api/v1/plans/2024/counts", params=asked)
        counts = msgspec.convert(answer.json(), shapes.PlanCounts).items
        for one in counts:
            rows = await _all(client, type=one.type, subtask=one.subtask, limit=7, **asked)
            assert len(rows) == one.owed, one
            assert sum(row.state is not None for row in rows) <= one.made
        whole = await _all(client, limit=7, **asked)
        assert whole == await _all(client, limit=200, **asked)
        assert len({row.case_id for row in whole}) == len(whole) == sum(one.owed for one in counts)
        numbers.append(len(whole))
    assert numbers[0] != numbers[2], "something changed since"
    for at in ({}, {"at": "2024-06-01"}):
        plan = msgspec.convert(
            (await supervisor.get("/api/v1/plans/2024", params={"organization": BODY} | at)).json(), shapes.Plan
        )
        told = {case.case_id: (case.state, case.closed) for row in plan.rows for case in row.cases if case.owed}
        listed = await _all(supervisor, organization=BODY, **at)
        assert {one.case_id: (one.state, one.closed) for one in listed} == told


async def test_what_is_owed_is_read_within_reach(served: Served) -> None:
    """An official finds what bodies in their reach owe; what there is not to be asked for is refused."""
    officer = await served.officer()
    assert {one.organization for one in await _all(officer)} == {BODY, BELOW}
    assert await _all(officer, organization=ELSEWHERE) == []
    address = "/api/v1/plans/2024/owed"
    problem_of(await officer.get(f"{address}?organization=nobody"), 400, "bad-query")
    problem_of(await officer.get(f"{address}?cursor=x"), 400, "bad-cursor")
    problem_of(await officer.get(f"{address}?type=x"), 400, "bad-query")
    problem_of(await officer.get("/api/v1/plans/2023/owed"), 422, "invalid")


@pytest.mark.parametrize("code", [REGION, ELSEWHERE, OTHER])
async def test_nobody_plans_for_others(served: Served, code: str) -> None:
    """A body above or beside one's own cannot be planned for, nor its plan be read."""
    officer, before = await served.officer(), served.events()
    problem_of(await _plan(officer, BODY, code), 403, "out-of-scope")
    problem_of(await officer.get(f"/api/v1/plans/2024?organization={code}"), 403, "out-of-scope")
    assert served.events() == before


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["#/year"]),
        ({"year": "2024"}, ["#/year"]),
        ({"year": True}, ["#/year"]),
        ({"year": 2023}, ["#/year"]),
        ({"year": 2026}, ["#/year"]),
        ({"year": 2024, "organizations": BODY}, ["#/organizations"]),
        ({"year": 2024, "organizations": [BODY, "nobody"]}, ["#/organizations/1"]),
        ({"year": 2024, "why": 1}, ["#/why"]),
    ],
)
async def test_a_wrong_request_is_told_where(served: Served, body: dict[str, Any], pointers: list[str]) -> None:
    """Each thing wrong in the request is named, and nothing is recorded."""
    officer, before = await served.officer(), served.events()
    problem = problem_of(await officer.post("/api/v1/plans", json=body), 422, "invalid")
    assert [error["pointer"] for error in problem["errors"]] == pointers
    assert served.events() == before


async def test_lists_find_cases_by_subtask_and_period(served: Served) -> None:
    """The list of cases takes subtask and period, and names what they are in the caller's language."""
    officer = await served.officer()
    await _plan(officer, BODY)
    await served.projected()
    found = (await officer.get("/api/v1/cases?subtask=4.2.3&period=2024-05")).json()["items"]
    assert [(one["subtask"], one["period"]) for one in found] == [("4.2.3", "2024-05")]
    assert found[0]["title"].startswith("4.2.3 ")
    assert found[0]["title"].endswith(", May 2024")
    assert len((await officer.get("/api/v1/cases?subtask=4.2.3")).json()["items"]) == 11
    planned = (await officer.get("/api/v1/cases?subtask=1.1.2&period=2024")).json()["items"]
    assert [one["state"] for one in planned] == ["planned"]
    problem_of(await officer.get("/api/v1/cases?period=2024-13"), 400, "bad-query")


async def test_the_card_is_entered_and_reaches_the_cases(served: Served) -> None:
    """A supervisor's table is kept, shown to all, and brought to the cases by a run."""
    supervisor, officer = await served.supervisor(), await served.officer()
    await _plan(officer, BODY)
    dry = await supervisor.post("/api/v1/card/2024?dry_run=true", content=TABLE.encode(), headers=CSV)
    assert dry.status_code == 200
    assert (await officer.get("/api/v1/card/2024")).json()["dates"] == []
    done = await supervisor.post("/api/v1/card/2024?name=karta.csv", content=TABLE.encode(), headers=CSV)
    assert done.status_code == 202
    assert done.json() == dry.json() | {"dry_run": False, "run": done.headers["location"]}
    run = await _finished(supervisor, done.headers["location"])
    assert (run["state"], run["counts"]) == ("done", {"cases": 2})
    card = msgspec.convert((await officer.get("/api/v1/card/2024")).json(), shapes.Card)
    assert (card.basis, len(card.dates)) == ("karta.csv", 2)
    case = (await officer.get(f"/api/v1/cases/{case_id(BODY, '4.2.1', '2024')}")).json()
    assert [deadline["due"] for deadline in case["deadlines"] if deadline["rule"] == "D23"] == ["2024-12-20"]


async def test_a_wrong_table_is_told_row_by_row(served: Served) -> None:
    """Every wrong row is named with its number in the table; the content must be a table, the caller a supervisor."""
    supervisor = await served.supervisor()
    wrong = f"{TABLE}4.2.9;;2024-12-20\n4.2.1;2024-01;2024-12-20\n"
    problem = problem_of(
        await supervisor.post("/api/v1/card/2024", content=wrong.encode(), headers=CSV), 422, "invalid"
    )
    assert [error["pointer"] for error in problem["errors"]] == ["#/rows/4/subtask", "#/rows/5/period"]
    problem_of(await supervisor.post("/api/v1/card/2024", json={}), 415, "file-not-accepted")
    official = await served.officer(BELOW)
    problem_of(await official.post("/api/v1/card/2024", content=TABLE.encode(), headers=CSV), 403, "not-permitted")
    assert (await supervisor.get("/api/v1/card/2024")).json()["dates"] == []
