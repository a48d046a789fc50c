"""What anybody may ask: workflows and the calendar."""

from collections.abc import AsyncIterator
from typing import Any
from xml.etree import ElementTree

import httpx2
import msgspec
import pytest

from service.api import shapes
from tests.serving import problem_of, serving
from workflows.risk_analysis import RiskAnalysisWorkflow


@pytest.fixture
async def client(database_url: str) -> AsyncIterator[httpx2.AsyncClient]:
    async with serving(database_url) as served:
        yield served.anonymous()


async def _due(client: httpx2.AsyncClient, **params: Any) -> dict[str, Any]:
    response = await client.get("/api/v1/calendar/due", params=params)
    assert response.status_code == 200, response.text
    return dict(response.json())


async def test_due_date_is_explained(client: httpx2.AsyncClient) -> None:
    """Ten working days before 21 October 2024 were 4 October to whoever asked in September; the days skipped are named."""
    found = await _due(
        client, **{"from": "2024-10-21", "amount": -10, "unit": "working_days", "known_at": "2024-09-30"}
    )
    msgspec.convert(found, shapes.Due)
    assert found["due"] == "2024-10-07"
    assert {day["date"] for day in found["skipped"]} == {"2024-10-12", "2024-10-13", "2024-10-19", "2024-10-20"}
    assert all(day["title"] for day in found["skipped"])
    assert "10 working days before 21 October 2024" in found["explanation"]


async def test_week_of_six_days_counts_saturdays(client: httpx2.AsyncClient) -> None:
    """The same count differs by the length of the week, and says by which."""
    five = await _due(client, **{"from": "2024-03-04", "amount": 6, "unit": "working_days"})
    six = await _due(client, **{"from": "2024-03-04", "amount": 6, "unit": "working_days", "week": 6})
    assert (five["due"], six["due"], six["week"]) == ("2024-03-13", "2024-03-12", 6)


IMPOSSIBLE: Any = [
    ({"amount": 1, "unit": "working_days"}, 400, "bad-query"),
    ({"from": "2024-03-04", "amount": "many", "unit": "working_days"}, 400, "bad-query"),
    ({"from": "2024-03-04", "amount": 1, "unit": "weeks"}, 400, "bad-query"),
    ({"from": "2024-03-04", "amount": 1, "unit": "months", "week": 7}, 400, "bad-query"),
    ({"from": "2024-03-04", "amount": 32, "unit": "day_of_next_month"}, 400, "bad-query"),
    ({"from": "2024-02-30", "amount": 1, "unit": "months"}, 400, "bad-query"),
    ({"from": "2024-03-04", "amount": 100_000, "unit": "working_days"}, 400, "bad-query"),
    ({"from": "1999-03-04", "amount": 1, "unit": "working_days"}, 400, "outside-calendar"),
    ({"from": "2024-03-04", "amount": 300, "unit": "years"}, 400, "outside-calendar"),
]


async def test_impossible_dates_are_refused(client: httpx2.AsyncClient) -> None:
    """What cannot be computed is refused with the reason."""
    for params, status, slug in IMPOSSIBLE:
        problem_of(await client.get("/api/v1/calendar/due", params=params), status, slug)


async def test_days_are_told_apart(client: httpx2.AsyncClient) -> None:
    """Each day of a stretch is of work or off, with the reason."""
    response = await client.get("/api/v1/calendar/days", params={"from": "2024-03-20", "to": "2024-03-26"})
    days = msgspec.convert(response.json(), shapes.Days).items
    assert [day.working for day in days] == [True, False, False, False, False, False, True]
    assert days[1].off
    assert (days[1].off.reason, days[1].off.name) == ("holiday", "nauryz")
    for wrong in ({"from": "2024-03-20", "to": "2024-03-19"}, {"from": "2017-01-01", "to": "2024-01-01"}):
        problem_of(await client.get("/api/v1/calendar/days", params=wrong), 400, "bad-query")


async def test_workflow_is_described(client: httpx2.AsyncClient) -> None:
    """States, actions with the schema of their data, rules with their basis: without a token."""
    links = msgspec.convert((await client.get("/api/v1/workflows")).json(), shapes.Links).items
    [link] = [one for one in links if one.name == "risk_analysis"]
    found = msgspec.convert((await client.get(link.href)).json(), shapes.Workflow)
    assert {state.name for state in found.states} == {state.id for state in RiskAnalysisWorkflow.states}
    assert {action.name for action in found.actions if action.opens} == {"order", "announce_start", "plan"}
    assert all(action.schema["properties"] for action in found.actions)
    assert {"D01", "D04", "D12"} <= {rule.code for rule in found.rules}
    assert "prepared --> under_way" in found.mermaid
    problem_of(await client.get("/api/v1/workflows/nonsense"), 404, "unknown")


async def test_schemas_speak_the_language(client: httpx2.AsyncClient) -> None:
    """Titles of fields come in the language asked for."""
    russian, english = [
        (await client.get("/api/v1/workflows/risk_analysis", headers={"Accept-Language": language})).json()
        for language in ("ru", "en")
    ]
    titles = [found["actions"][0]["schema"]["properties"]["order_no"]["title"] for found in (russian, english)]
    assert titles[1] == "Order number"
    assert titles[0] != titles[1]


async def test_diagram_marks_what_was_visited(client: httpx2.AsyncClient) -> None:
    """The drawing is well-formed SVG that holds every state, and refuses states that do not exist."""
    response = await client.get(
        "/api/v1/workflows/risk_analysis/diagram.svg", params={"highlight": "new,ordered", "now": "prepared"}
    )
    assert response.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.text)  # noqa: S314 - our own
    drawn = {group.get("data-state"): group[0].get("fill") for group in root.iter("{http://www.w3.org/2000/svg}g")}
    assert set(drawn) == {state.id for state in RiskAnalysisWorkflow.states}
    assert drawn["new"] == drawn["ordered"] == drawn["prepared"] != drawn["closed"]
    russian = (await client.get("/api/v1/workflows/risk_analysis/diagram.svg?lang=ru")).text
    assert "Внутренний анализ" in russian
    problem_of(await client.get("/api/v1/workflows/risk_analysis/diagram.svg?highlight=nonsense"), 400, "bad-query")
