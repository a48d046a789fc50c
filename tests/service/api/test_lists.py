"""Lists: filters, scope, cursors, and reading one's own writes."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx2
import msgspec
import pytest

from service.api import shapes
from tests.serving import ANNOUNCEMENT, BELOW, BODY, ORDER, OTHER, REGION, Served, problem_of, serving


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        yield served


async def _opened(served: Served, organization: str, count: int) -> list[dict[str, Any]]:
    client = await served.signatory(organization=organization)
    answers = []
    for number in range(count):
        opening = {
            "workflow": "risk_analysis",
            "organization": organization,
            "data": ORDER | {"order_no": f"{organization}-{number}"},
        }
        answers.append((await client.post("/api/v1/cases", json=opening)).json())
    return answers


async def _all(client: httpx2.AsyncClient, address: str, **params: Any) -> list[dict[str, Any]]:
    """Follow `next` to the end."""
    response = await client.get(address, params=params)
    found: list[dict[str, Any]] = []
    while True:
        assert response.status_code == 200, response.text
        page = response.json()
        found += page["items"]
        if page["next"] is None:
            return found
        response = await client.get(page["next"])


async def test_scope_decides_what_is_listed(served: Served) -> None:
    """An officer sees their organisation and what is below it; a supervisor sees all; deadlines alike."""
    for organization in (BODY, BELOW, OTHER):
        await _opened(served, organization, 1)
    await served.projected()
    expected = {REGION: {BODY, BELOW}, BODY: {BODY, BELOW}, BELOW: {BELOW}, OTHER: {OTHER}}
    clients = {code: await served.officer(code) for code in expected} | {"": await served.supervisor()}
    for code, client in clients.items():
        for address in ("/api/v1/cases", "/api/v1/deadlines"):
            assert {row["organization"] for row in await _all(client, address)} == expected.get(
                code, {BODY, BELOW, OTHER}
            )


async def test_pages_join_without_gap_or_repetition(served: Served) -> None:
    """Whatever the size of the pages, they hold every row once and in order."""
    opened = await _opened(served, BODY, 5)
    await served.projected()
    client = await served.supervisor()
    for address, shape in (
        ("/api/v1/cases", shapes.CaseItem), ("/api/v1/deadlines", shapes.BoardItem), ("/api/v1/audit", shapes.AuditItem),
        ("/api/v1/organizations", shapes.OrganizationItem), (f"/api/v1/cases/{opened[0]['id']}/events", shapes.CaseEvent),
    ):  # fmt: skip
        whole = await _all(client, address, limit=200)
        assert whole
        assert await _all(client, address, limit=2) == whole
        msgspec.convert(whole, list[shape])  # type: ignore[valid-type]


FILTERS: Any = [
    ("cases", {"organization": BODY}, 2),
    ("cases", {"region": "KZ-11"}, 1),
    ("cases", {"region": "KZ-75"}, 0),
    ("cases", {"organization": REGION}, 2),
    ("cases", {"organization": BELOW}, 0),
    ("deadlines", {"organization": REGION, "rule": "D04"}, 2),
    ("cases", {"state": "ordered"}, 2),
    ("cases", {"state": "prepared", "open": "true"}, 1),
    ("cases", {"open": "false"}, 0),
    ("cases", {"number": "other"}, 0),
    ("cases", {"number": "kokshe-0"}, 1),
    ("cases", {"opened_from": "2024-02-13"}, 0),
    ("cases", {"opened_to": "2024-02-12", "workflow": "risk_analysis"}, 3),
    ("deadlines", {"rule": "D04"}, 3),
    ("deadlines", {"rule": "D04", "status": "open"}, 2),
    ("deadlines", {"rule": "D04", "status": "met"}, 1),
    ("deadlines", {"status": "overdue"}, 0),
    ("deadlines", {"due_from": "2024-02-19", "due_to": "2024-02-19"}, 3),
    ("organizations", {"region": "KZ-11"}, 2),
    ("organizations", {"parent": REGION}, 1),
    ("organizations", {"text": "PROCUREMENT"}, 2),
    ("organizations", {"type": "KGS"}, 1),
    ("organizations", {"active": "true"}, 5),
    ("organizations", {"active": "false"}, 0),
    ("audit", {"type": "risk_analysis.start_announced"}, 1),
    ("audit", {"organization": OTHER, "workflow": "risk_analysis"}, 1),
    ("audit", {"occurred_from": "2024-02-12", "occurred_to": "2024-02-12", "workflow": "risk_analysis"}, 4),
    ("audit", {"recorded_before": "2024-02-12T00:00:00+05:00"}, 0),
]


async def test_filters(served: Served) -> None:
    """Each filter leaves what it says."""
    [first, _] = await _opened(served, BODY, 2)
    await _opened(served, OTHER, 1)
    await (await served.officer(BODY)).post(
        f"/api/v1/cases/{first['id']}/actions/announce_start", json=ANNOUNCEMENT, headers={"If-Match": '"1"'}
    )
    await served.projected()
    client = await served.supervisor()
    counted = [
        (address, params, len(await _all(client, f"/api/v1/{address}", **params))) for address, params, _ in FILTERS
    ]
    assert counted == FILTERS


async def test_own_write_is_read(served: Served) -> None:
    """A list asked for at least the position of a write shows it at once; one that cannot be reached says so."""
    client = await served.signatory()
    for _ in range(5):
        done = (
            await client.post("/api/v1/cases", json={"workflow": "risk_analysis", "organization": BODY, "data": ORDER})
        ).json()
        page = await client.get("/api/v1/cases", params={"at_least": done["position"]})
        assert done["id"] in {row["id"] for row in page.json()["items"]}
        assert "tbn4-behind" not in page.headers
    behind = await client.get("/api/v1/cases", params={"at_least": 1_000_000})
    assert (behind.status_code, behind.headers["tbn4-behind"]) == (200, "true")


WRONG_QUERIES: Any = [
    ("stat=ordered", "stat"),
    ("limit=0", "limit"),
    ("limit=201", "limit"),
    ("limit=x", "limit"),
    ("opened_from=12.02.2024", "opened_from"),
    ("open=maybe", "open"),
    ("organization=%00", "organization"),
    ("order=name", "order"),
    ("at_least=-1", "at_least"),
    ("state=under", "state"),
    ("workflow=nonsense", "workflow"),
    ("region=KZ-99", "region"),
    ("organization=nowhere", "organization"),
]


async def test_wrong_query_is_named(served: Served) -> None:
    """A parameter that is unknown or malformed is refused by name, not ignored."""
    client = await served.supervisor()
    for query, parameter in WRONG_QUERIES:
        response = await client.get(f"/api/v1/cases?{query}")
        assert [error["parameter"] for error in problem_of(response, 400, "bad-query")["errors"]] == [parameter]


async def test_a_filter_by_organization_stays_within_the_scope(served: Served) -> None:
    """Asking for a body above one's own gives what one may see below it, no more."""
    for organization in (BODY, BELOW):
        await _opened(served, organization, 1)
    await served.projected()
    client = await served.officer(BELOW)
    assert [row["organization"] for row in await _all(client, "/api/v1/cases", organization=REGION)] == [BELOW]


@pytest.mark.parametrize(
    ("query", "choice"),
    [
        ("dashboard?by=stage", "country"),
        ("cases?state=under", "under_way"),
        ("cases?workflow=nonsense", "risk_analysis"),
        ("dashboard?region=KZ-99", "KZ-75"),
        ("deadlines?strength=soft", "recommended"),
    ],
)
async def test_a_wrong_choice_is_answered_with_the_choices(served: Served, query: str, choice: str) -> None:
    """Where a parameter is one of some codes, the refusal names them."""
    response = await (await served.supervisor()).get(f"/api/v1/{query}")
    [error] = problem_of(response, 400, "bad-query")["errors"]
    assert error["detail"].startswith("Choose one of: ")
    assert choice in error["detail"]


async def test_strange_cursor_is_refused(served: Served) -> None:
    """A cursor that no page gave out is refused."""
    client = await served.supervisor()
    for address in ("cases", "deadlines", "audit", "organizations"):
        for cursor in ("x", "bnVsbA", "W10", "é"):
            response = await client.get(f"/api/v1/{address}", params={"cursor": cursor})
            problem_of(response, 400, "bad-cursor")


async def test_audit_is_for_supervisors(served: Served) -> None:
    """An officer does not read everybody's trail."""
    problem_of(await (await served.officer()).get("/api/v1/audit"), 403, "out-of-scope")


async def test_dashboard_counts_within_scope(served: Served) -> None:
    """Figures count what the caller may see, by what is asked for."""
    await _opened(served, BODY, 2)
    await _opened(served, OTHER, 1)
    await served.projected()
    supervisor, officer = await served.supervisor(), await served.officer(OTHER)
    country = msgspec.convert((await supervisor.get("/api/v1/dashboard")).json(), shapes.Dashboard)
    assert [(stage.state, stage.cases) for stage in country.stages] == [("ordered", 3)]
    regions = (await supervisor.get("/api/v1/dashboard?by=region")).json()["stages"]
    assert {(stage["key"], stage["cases"]) for stage in regions} == {("KZ-19", 2), ("KZ-11", 1)}
    own = (await officer.get("/api/v1/dashboard?by=organization")).json()
    assert {stage["key"] for stage in own["stages"]} == {OTHER}


async def test_the_dashboard_of_much_is_kept_for_a_while(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many deadlines the figures stay those of a second that they name, for others than those who recorded something since."""
    monkeypatch.setattr("service.kept.MANY", 0)
    await _opened(served, BODY, 1)
    await served.projected()
    client = await served.supervisor()
    first = await _dashboard(client)
    await _opened(served, OTHER, 1)
    await served.projected()
    kept = await _dashboard(client)
    assert (kept.stages, kept.outcomes, kept.counted_at) == (first.stages, first.outcomes, first.counted_at)
    fresh = await _dashboard(client, at_least=served.events())
    assert sum(stage.cases for stage in fresh.stages) == sum(stage.cases for stage in first.stages) + 1
    elsewhere = await _dashboard(client, region="KZ-11")
    assert sum(stage.cases for stage in elsewhere.stages) == 1


async def _dashboard(client: httpx2.AsyncClient, **asked: Any) -> shapes.Dashboard:
    return msgspec.convert((await client.get("/api/v1/dashboard", params=asked)).json(), shapes.Dashboard)


async def test_case_is_sent_once(served: Served) -> None:
    """Whoever has the current version of a case gets 304."""
    [opened] = await _opened(served, BODY, 1)
    client, address = await served.officer(), f"/api/v1/cases/{opened['id']}"
    assert (await client.get(address, headers={"If-None-Match": 'W/"7", "1"'})).status_code == 304
    assert (await client.get(address, headers={"If-None-Match": '"2"'})).status_code == 200


async def test_organizations_and_regions_have_names(served: Served) -> None:
    """An organisation is found by its code; regions need no token."""
    client = await served.officer()
    found = (await client.get(f"/api/v1/organizations/{BODY}")).json()
    assert msgspec.convert(found, shapes.Organization)
    assert (found["code"], found["region"], found["parent"]) == (BODY, "KZ-19", REGION)
    problem_of(await client.get("/api/v1/organizations/nowhere"), 404, "unknown")
    problem_of(await client.get("/api/v1/organizations/%00"), 404, "unknown")
    regions = (await served.anonymous().get("/api/v1/regions")).json()
    assert len(msgspec.convert(regions, shapes.Regions).items) == 20


@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("/api/v1/organizations", ["a\0b"]),
        ("/api/v1/deadlines", ["2024-02-12", str(UUID(int=1)), "\0"]),
        ("/api/v1/audit", ["2024-02-12T00:00:00Z", "main", 2**63]),
    ],
)
async def test_cursors_that_no_row_can_have_are_refused(served: Served, address: str, keys: list[Any]) -> None:
    """A cursor made by hand of what the database cannot hold is a bad one, not a failure."""
    cursor = base64.urlsafe_b64encode(json.dumps(keys).encode()).decode()
    answer = await (await served.supervisor()).get(address, params={"cursor": cursor})
    problem_of(answer, 400, "bad-cursor")


async def test_the_overview_by_api(served: Served) -> None:
    """The dashboard of the API gives the figures of the overview, within the scope of whoever asks."""
    await _opened(served, BODY, 2)
    await _opened(served, OTHER, 1)
    await served.projected()
    supervisor = await served.supervisor()
    found = (await supervisor.get("/api/v1/dashboard")).json()["overview"]
    listed = (await supervisor.get("/api/v1/deadlines?status=open&strength=hard&limit=200")).json()["items"]
    awaited = found["of_all_years"]
    assert awaited["overdue"] + awaited["not_yet"] == len(listed)
    assert found["total"] == _together(found["by_month"]) == _together(found["by_region"])
    assert set(found["bodies"]) == {BODY, OTHER}
    below = (await (await served.officer(BODY)).get("/api/v1/dashboard")).json()["overview"]
    assert set(below["bodies"]) == {BODY}
    assert below["bodies"][BODY] == found["bodies"][BODY]


def _together(counts: dict[str, dict[str, int]]) -> dict[str, int]:
    return {
        name: sum(count[name] for count in counts.values()) for name in ("met", "late", "overdue", "not_yet", "soon")
    }
