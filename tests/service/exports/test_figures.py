"""Figures, findings, searches and comparisons as files: what their pages and the API say, of the reader's scope and the moment asked for."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
import pytest_asyncio

from projections import compared as read
from projections.compared import ComparedCase
from projections.page import LARGEST, Page
from service.exports import lists  # noqa: F401 - enters the lists in their table
from service.exports.about import TITLES
from service.exports.exported import LISTS
from service.exports.lists import compared as of_two_days
from service.exports.lists import plans
from service.exports.lists.shared import COUNTS
from tests.service.exports.reading import about_of, rows_of
from tests.service.package.test_package import ordered
from tests.serving import BELOW, BODY, ELSEWHERE, OTHER, REGION, Served, problem_of, serving
from tests.stories.test_findings_over_http import analysis
from tests.web.visiting import lived, people
from workflows.actor import Role

pytestmark = pytest.mark.asyncio(loop_scope="module")

SPAN = {"from": "2024-02-20", "to": "2024-06-03"}
PAST = {"at": "2024-03-10"}
MOMENT = {"at": "2024-05-31T23:59:59.999999+05:00", "effective_at": "2024-05-30"}
"""A moment as addresses of pages name it, when bodies were silent already."""

COUNTED = {"figures", "map", "map-region", "tree", "heat", "silent", "stages", "entity-documents", "plan-counts"}
"""Lists of figures, which know past moments."""

NEEDED = {"map-region": {"region": "KZ-19"}, "search": {"q": "17"}, "compared": SPAN, "compared-figures": SPAN}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def served(new_database: Callable[[], AbstractContextManager[str]]) -> AsyncIterator[Served]:
    """A site with an analysis that was left after its plan, and two whose reports are the same, in June."""
    with new_database() as url:
        async with serving(url) as served:
            await people(served)
            await served.account("above", Role.OFFICER, REGION)
            await served.account("elsewhere", Role.OFFICER, OTHER)
            await lived(served, 8)
            await analysis(served, BODY)
            await analysis(served, BELOW)
            served.clock.travel(date(2024, 6, 3))
            await served.sweep()
            await served.projected()
            yield served


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def supervisor(served: Served) -> httpx2.AsyncClient:
    """A program of the supervisor's."""
    return await served.client(await served.service.access.account("supervisor"))


async def _rows(client: httpx2.AsyncClient, name: str, **filters: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/api/v1/lists/{name}.json", params=NEEDED.get(name, {}) | filters)
    assert answer.status_code == 200, answer.text
    return rows_of(answer.content, "json")


def _counts(row: dict[str, Any]) -> dict[str, int]:
    return {name: row[name] for name in ("met", "late", "overdue", "not_yet", "soon")}


@pytest.mark.parametrize("moment", [{}, PAST])
async def test_figures_are_those_of_the_overview(supervisor: httpx2.AsyncClient, moment: dict[str, str]) -> None:
    """Every part of the overview is in the file with its numbers, now and as of a past day."""
    overview = (await supervisor.get("/api/v1/dashboard", params=moment)).json()["overview"]
    rows = await _rows(supervisor, "figures", **moment)
    told = {(row["by"], row["code"]): _counts(row) for row in rows}
    parts = {
        "project": "by_project",
        "task": "by_task",
        "month": "by_month",
        "region": "by_region",
        "organization": "bodies",
    }
    wanted = {(by, code): count for by, name in parts.items() for code, count in overview[name].items() if code}
    assert told == wanted | {("total", ""): overview["total"]}
    assert overview["total"]["overdue" if not moment else "not_yet"] > 0
    stays = {(row["workflow"], row["state"]): row["median"] for row in await _rows(supervisor, "stages", **moment)}
    assert {(one["workflow"], one["state"]): one["median"] for one in overview["stays"]}.items() <= stays.items()


async def test_the_past_is_not_the_present(supervisor: httpx2.AsyncClient) -> None:
    """A file as of a past day says so, and has other numbers than that of today."""
    answer = await supervisor.get("/api/v1/lists/figures.json", params=PAST)
    about = about_of(answer.content, "json")
    assert (about["filters"], about["as_of"][:10]) == (PAST, "2024-03-10")
    assert rows_of(answer.content, "json")[0]["overdue"] < (await _rows(supervisor, "figures"))[0]["overdue"]
    for name in COUNTED:
        assert (
            await supervisor.get(f"/api/v1/lists/{name}.csv", params=NEEDED.get(name, {}) | PAST)
        ).status_code == 200


@pytest.mark.parametrize("name", ["map", "map-region", "tree", "heat", "silent"])
async def test_rows_lead_to_the_moment_of_the_file(supervisor: httpx2.AsyncClient, name: str) -> None:
    """The address in a row leads to its page as of the moment that the file was asked for; that of a file of the present names none."""
    for moment in ({}, MOMENT):
        rows = await _rows(supervisor, name, **moment)
        assert rows
        for row in rows:
            named = dict(parse_qsl(urlsplit(row["address"]).query))
            assert {one: named[one] for one in ("at", "effective_at") if one in named} == moment


async def test_the_map_as_a_table(supervisor: httpx2.AsyncClient) -> None:
    """All twenty regions stand with the numbers of the overview, and a region's department with those of its branch."""
    rows = {row["code"]: row for row in await _rows(supervisor, "map")}
    assert rows["KZ-19"]["address"].endswith("/map/KZ-19?year=2024")
    by_region = (await supervisor.get("/api/v1/dashboard")).json()["overview"]["by_region"]
    assert len(rows) == 20
    assert {code: _counts(row) for code, row in rows.items() if row["all"]} == by_region
    parts = await _rows(supervisor, "map-region")
    assert sum(row["all"] for row in parts) == rows["KZ-19"]["all"]
    [department] = [row for row in parts if not row["itself"]]
    branch = (await supervisor.get(f"/api/v1/organizations/{BODY}/tree")).json()["organization"]
    assert (department["organization"], _counts(department)) == (BODY, branch["terms"])
    assert department["all"] > 0
    of_tasks = [(await _rows(supervisor, "map-region", subtask=task))[0]["all"] for task in ("1.1", "1.2", "1.3")]
    assert sum(of_tasks) == department["all"] > max(of_tasks)
    problem_of(await supervisor.get("/api/v1/lists/map-region.csv", params={"region": "KZ-99"}), 400, "bad-query")


async def test_the_map_counts_the_risks_of_the_cartogram(supervisor: httpx2.AsyncClient) -> None:
    """Risks are those that the region's cartogram wants shown, by the department whose analysis found them; none of no cartogram."""
    [cartogram] = (await supervisor.get("/api/v1/cases?workflow=cartogram&region=KZ-19")).json()["items"]
    wanted = (await supervisor.get(f"/api/v1/cases/{cartogram['id']}")).json()["data"]["risks"]["wanted"]
    assert wanted
    rows = {row["code"]: row["risks"] for row in await _rows(supervisor, "map")}
    assert (rows["KZ-19"], rows["KZ-11"]) == (len(wanted), None)
    [department] = [row for row in await _rows(supervisor, "map-region") if not row["itself"]]
    assert department["risks"] == len([risk for risk in wanted if risk["organization"] in {BODY, BELOW}])


async def test_the_tree_as_a_table(supervisor: httpx2.AsyncClient) -> None:
    """Each body stands with what its page says of its branch; a region or a body narrows the file to what is there."""
    rows = {row["organization"]: row for row in await _rows(supervisor, "tree")}
    for code in (REGION, BODY, BELOW, OTHER):
        branch = (await supervisor.get(f"/api/v1/organizations/{code}/tree")).json()["organization"]
        told = (_counts(rows[code]), rows[code]["bodies"], rows[code]["overdue_of_all_years"], rows[code]["silent"])
        assert told == (branch["terms"], branch["bodies"], branch["overdue"], branch["silent"])
    assert [row["organization"] for row in await _rows(supervisor, "tree", organization=BODY)] == [BODY, BELOW]
    assert OTHER not in {row["organization"] for row in await _rows(supervisor, "tree", region="KZ-19")}


async def test_the_heat_map_as_a_table(served: Served, supervisor: httpx2.AsyncClient) -> None:
    """Each quarter of each body is a row with the numbers of the board; of one that is looked at, itself is told apart."""
    above = await served.client(await served.service.access.account("above"))
    for client, filters in ((supervisor, {}), (supervisor, {"organization": BODY}), (above, {})):
        board = (await client.get("/api/v1/deadlines/numbers", params=filters)).json()
        rows = await _rows(client, "heat", **filters)
        told = [
            {name: row[name] for name in ("organization", "quarter", "due", "overdue", "late", "share")} for row in rows
        ]
        assert sorted(told, key=str) == sorted(board["quarters"], key=str)
        assert {row["organization"] for row in rows if row["itself"]} <= {board["parent"]}
        assert sum(row["due"] for row in rows) > 0
        for row in rows:
            asked = dict(parse_qsl(urlsplit(row["address"]).query))
            assert asked["counted"] == "true", "the list that a row leads to has what it counts"


async def test_silent_bodies(served: Served, supervisor: httpx2.AsyncClient) -> None:
    """Those are in the file whom the list of organisations calls silent, with what they owe."""
    listed = (await supervisor.get("/api/v1/organizations?silent=true")).json()["items"]
    rows = await _rows(supervisor, "silent")
    assert [row["organization"] for row in rows] == [one["code"] for one in listed]
    assert BODY in {row["organization"] for row in rows}
    assert all(row["owed"] >= row["overdue"] for row in rows)


async def test_findings(supervisor: httpx2.AsyncClient) -> None:
    """Findings stand with their reasons and where they lead, row for row as the list has them; the counts add up as on the page."""
    for filters in ({}, {"rule": "near_identical"}, {"severity": "warning"}, {"organization": BELOW}, {"body": BODY}):
        listed = (await supervisor.get("/api/v1/findings", params=filters)).json()["items"]
        rows = await _rows(supervisor, "findings", **filters)
        told = [(row["id"], row["rule"], row["other_case"]) for row in rows]
        other = [one["other"]["case_id"] if one["other"] else None for one in listed]
        assert told == [(one["id"], one["rule"], at) for one, at in zip(listed, other, strict=True)]
    [copied] = await _rows(supervisor, "findings", rule="near_identical")
    assert copied["explanation"].startswith("100 % of its passages of three words are those of an earlier report")
    counts = (await supervisor.get("/api/v1/findings/counts")).json()
    rows = await _rows(supervisor, "finding-counts")
    by_rule = {row["rule"]: (row["found"], row["dismissed"], row["checked"]) for row in rows if row["rule"]}
    assert by_rule == {one["rule"]: (one["found"], one["dismissed"], one["checked"]) for one in counts["rules"]}
    by_body = {row["organization"]: row["found"] for row in rows if row["organization"]}
    assert by_body == {one["organization"]: one["found"] for one in counts["bodies"]}


async def test_a_search(supervisor: httpx2.AsyncClient) -> None:
    """What is found stands in the order of the page, of all kinds or one; words that are none are refused."""
    for filters in ({"q": "17"}, {"q": "almaty-region", "kind": "organization"}, {"q": "17", "open": "false"}):
        groups = (await supervisor.get("/api/v1/search", params=filters)).json()["groups"]
        rows = await _rows(supervisor, "search", **filters)
        assert [(row["kind"], row["id"], row["entry"] or 0) for row in rows] == [
            (one["kind"], one["id"], one["entry"]) for group in groups for one in group["items"]
        ]
        titles = ["".join(piece["text"] for piece in one["title"]) for group in groups for one in group["items"]]
        assert [row["title"] for row in rows] == titles
    assert {row["kind"] for row in await _rows(supervisor, "search")} >= {"case"}
    problem_of(await supervisor.get("/api/v1/lists/search.csv?q=-x"), 400, "bad-query")


async def test_two_days(supervisor: httpx2.AsyncClient) -> None:
    """The cases that differ stand with what they were and are; the figures are those of the two days."""
    for filters in ({}, {"difference": "added"}, {"region": "KZ-11"}, {"organization": BELOW}):
        told = (await supervisor.get("/api/v1/compare", params=SPAN | filters)).json()
        rows = await _rows(supervisor, "compared", **filters)
        names = ("id", "difference", "state_before", "state_after", "remarks_after")
        assert [[row[name] for name in names] for row in rows] == [
            [one[name] for name in names] for one in told["items"]
        ]
        figures = {row["name"]: row for row in await _rows(supervisor, "compared-figures", **filters)}
        assert (figures["cases"]["before"], figures["cases"]["after"]) == (
            told["counts"]["before"],
            told["counts"]["after"],
        )
    figures = {row["name"]: row for row in await _rows(supervisor, "compared-figures")}
    assert figures["overdue"]["difference"] > 0
    about = about_of((await supervisor.get("/api/v1/lists/compared.json", params=SPAN)).content, "json")
    assert about["filters"] == SPAN


@pytest.mark.parametrize(
    ("name", "column", "heading"),
    [
        ("figures", "by", "What is counted"),
        ("search", "kind", "What it is"),
        ("compared", "difference", "What differs"),
        ("compared-figures", "name", "What is counted"),
    ],
)
async def test_groups_are_said_in_words(supervisor: httpx2.AsyncClient, name: str, column: str, heading: str) -> None:
    """A table has words where JSON has a code, and the same words beside it."""
    rows = await _rows(supervisor, name)
    answer = await supervisor.get(f"/api/v1/lists/{name}.csv", params=NEEDED.get(name, {}))
    table = rows_of(answer.content, "csv")
    assert [row[heading] for row in table] == [row[f"{column}_title"] for row in rows]
    assert not {row[column] for row in rows} & {row[heading] for row in table}


async def test_many_cases_of_two_days_are_read_at_a_time(
    supervisor: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each time all cases are compared, so a file of many is not made of pages of a screen; in parts it is the same."""
    asked, compared = list[int](), read.compared

    async def counting(*given: Any, **more: Any) -> Page[ComparedCase]:
        page = await compared(*given, **more)
        asked.append(more["most"])
        return page

    monkeypatch.setattr(read, "compared", counting)
    whole = await _rows(supervisor, "compared")
    assert len(whole) > 1
    assert asked == [of_two_days.THROUGH]
    assert of_two_days.THROUGH > LARGEST
    monkeypatch.setattr(of_two_days, "THROUGH", 1)
    assert await _rows(supervisor, "compared") == whole
    assert asked[1:] == [1] * len(whole)


async def test_a_case_on_two_days(served: Served, supervisor: httpx2.AsyncClient) -> None:
    """What differs of a case stands line by line, its new entries with who recorded them; nobody else gets it."""
    listed = await _rows(supervisor, "compared", difference="changed")
    asked = SPAN | {"case": listed[0]["id"]}
    rows = await _rows(supervisor, "compared-case", **asked)
    assert {"deadline", "added"} <= {row["part"] for row in rows}
    events = (await supervisor.get(f"/api/v1/cases/{listed[0]['id']}/events")).json()["items"]
    before = (await supervisor.get(f"/api/v1/cases/{listed[0]['id']}/events", params={"at": SPAN["from"]})).json()[
        "items"
    ]
    added = [row["entry"] for row in rows if row["part"] == "added"]
    assert added == [one["version"] for one in events][len(before) :]
    elsewhere = await served.client(await served.service.access.account("elsewhere"))
    problem_of(await elsewhere.get("/api/v1/lists/compared-case.csv", params=asked), 403, "out-of-scope")


@pytest.mark.parametrize(
    "name", sorted(COUNTED | {"findings", "finding-counts", "search", "compared", "compared-figures"})
)
async def test_nothing_of_others(served: Served, name: str) -> None:
    """Whoever oversees other bodies finds none of this region's work in any of the files."""
    elsewhere = await served.client(await served.service.access.account("elsewhere"))
    rows = await _rows(elsewhere, name)
    assert all(
        row.get("organization") not in {BODY, BELOW, REGION} for row in rows if row.get("kind") != "organization"
    )
    counted = {column.name for column in COUNTS} | {"owed", "due", "found", "before"}
    if name not in {"plan-counts", "tree", "search"}:
        assert not any(row[column] for row in rows for column in counted & row.keys())


async def test_the_instruction_and_the_dates_of_a_year(served: Served, supervisor: httpx2.AsyncClient) -> None:
    """Every subtask stands with who performs it, and every date of the Карта; a subtask without one stands without a day."""
    subtasks = [code for project in (await supervisor.get("/api/v1/catalogue/2024")).json()["projects"]
                for task in project["tasks"] for code in (one["code"] for one in task["subtasks"])]  # fmt: skip
    rows = await _rows(supervisor, "catalogue", year="2024")
    assert [row["code"] for row in rows] == subtasks
    assert all(row["performers"] and row["every_title"] for row in rows)
    entities = await _rows(supervisor, "catalogue", type="KGS")
    assert {row["code"] for row in entities} < set(subtasks)
    table = b"subtask,period,upload_by\n1.1.2,,2024-03-01\n4.1.1,2024Q2,2024-07-10\n"
    sent = await supervisor.post("/api/v1/card/2024", content=table, headers={"Content-Type": "text/csv"})
    assert sent.status_code in {200, 202}, sent.text
    dates = {(row["subtask"], row["period"]): row["upload_by"] for row in await _rows(supervisor, "card", year="2024")}
    assert (dates["1.1.2", ""], dates["4.1.1", "2024Q2"], dates["1.1.1", ""]) == ("2024-03-01", "2024-07-10", None)


async def test_absences_and_whom_nobody_reaches(served: Served, supervisor: httpx2.AsyncClient) -> None:
    """Who is absent stands with who stands in for them; bodies of which nobody is told stand with whom the policy names."""
    head, officer = [await served.service.access.account(login) for login in ("head", "officer")]
    client = await served.client(head)
    sent = {"account": str(officer.id), "substitute": str(head.id), "first_day": "2024-06-10", "last_day": "2024-06-14"}
    assert (await client.post("/api/v1/absences", json=sent)).status_code == 201
    [row] = await _rows(client, "absences")
    assert (row["account"], row["substitute"], row["first_day"]) == ("Officer", "Head", "2024-06-10")
    elsewhere = await served.client(await served.service.access.account("elsewhere"))
    assert await _rows(elsewhere, "absences", organization=BODY) == []
    await ordered(await served.signatory(organization=ELSEWHERE), ELSEWHERE)
    await served.projected()
    rows = await _rows(supervisor, "unreached")
    [untold] = [row for row in rows if row["organization"] == ELSEWHERE]
    assert (untold["missing"], untold["missing_title"]) == ("responsible; uploader", "Responsible; Uploader")
    bodies = {row["organization"]: row["deadlines"] for row in rows}
    told = (await supervisor.get("/api/v1/alert-policy/unreached")).json()["items"]
    assert bodies == {one["organization"]: one["deadlines"] for one in told}
    assert ELSEWHERE in bodies
    assert not {row["organization"] for row in await _rows(elsewhere, "unreached")} & {BODY, BELOW, REGION}


async def test_reported_offences_are_for_the_anti_corruption_body(
    served: Served, supervisor: httpx2.AsyncClient
) -> None:
    """The file has what the page shows, and nobody else gets it."""
    for by in ("region", "category", "region_category"):
        told = (await supervisor.get(f"/api/v1/aggregates/corruption-reports?year=2024&by={by}")).json()["items"]
        rows = await _rows(supervisor, "corruption-reports", year="2024")
        assert {(one["region"], one["category"], one["reports"]) for one in told} <= {
            (row["region"], row["category"], row["reports"]) for row in rows
        }
    elsewhere = await served.client(await served.service.access.account("elsewhere"))
    problem_of(await elsewhere.get("/api/v1/lists/corruption-reports.csv"), 403, "out-of-scope")


async def test_a_plan_is_told_by_the_edition_of_its_year(
    supervisor: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counts of a plan call subtasks as the Instruction of the plan's year does, not as that of the day of the file."""
    monkeypatch.setattr(plans, "subtask_title", lambda _t, subtask, period: f"{subtask} of {period}")
    for filters, year in (({}, "2024"), ({"year": "2025"}, "2025"), ({"year": "2025", "at": "2024-05-20"}, "2025")):
        rows = await _rows(supervisor, "plan-counts", **filters)
        assert rows
        assert {row["title"] for row in rows} == {f"{row['subtask']} of {year}" for row in rows}


async def test_what_is_owed(supervisor: httpx2.AsyncClient) -> None:
    """What a year's plan owes stands row by row as the list has it; a case that is made is led to, else the plan of its body."""
    made = set()
    for filters in ({}, {"subtask": "1.1.2", "type": "UPR"}, {"organization": BODY} | PAST):
        asked = {"limit": "200"} | filters
        listed = (await supervisor.get("/api/v1/plans/2024/owed", params=asked)).json()["items"]
        rows = await _rows(supervisor, "owed", year="2024", **filters)
        assert rows
        assert [(row["case_id"], row["state"]) for row in rows] == [(one["case_id"], one["state"]) for one in listed]
        for row in rows:
            there = f"/cases/{row['case_id']}" if row["made"] else f"/plans/2024/{row['organization']}"
            assert urlsplit(row["address"]).path == there
        made |= {row["made"] for row in rows}
    assert made == {True, False}


async def test_every_filter_has_a_name() -> None:
    """A workbook names each filter that any list knows."""
    fields = {field.alias or name for one in LISTS.values() for name, field in one.query.model_fields.items()}
    assert fields - {"cursor", "limit", "at_least"} <= TITLES.keys()
