"""What two bodies record, what is found in it, and what is said of that, over HTTP."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import httpx2
import msgspec
import pytest

from service.api import shapes
from tests.serving import BELOW, BODY, ELSEWHERE, ORDER, OTHER, REGION, Served, problem_of, serving
from tests.stories.test_analysis_over_http import LIFE
from workflows.actor import Role

LONG = (
    "Комиссия по приёмке работ не создана приказом, акты подписывает один специалист без осмотра объекта, сроки договоров "
    "изменяются дополнительными соглашениями без обоснования, поставщики заранее знают смету, а жалобы участников закупок "
    "рассматривает то же лицо, которое проводило закупку и принимало работы по договору"
)


@pytest.fixture
async def served(database_url: str) -> AsyncIterator[Served]:
    async with serving(database_url) as served:
        yield served


async def analysis(served: Served, body: str) -> str:
    """Carry an analysis of a body up to its report, with a report that says what others say."""
    head, officer = await served.signatory(organization=body), await served.officer(body)
    opened = await head.post("/api/v1/cases", json={"workflow": "risk_analysis", "organization": body, "data": ORDER})
    assert opened.status_code == 201, opened.text
    case_id: str = opened.json()["id"]
    for version, (day, role, action, data) in enumerate(LIFE, 1):
        served.clock.travel(max(date.fromisoformat(day), served.clock.today()))
        told: dict[str, Any] = data
        if action == "sign_report":
            told = data | {"risks": [data["risks"][0] | {"description": LONG}, *data["risks"][1:]]}
        client = head if role == "first_head" else officer
        sent = await client.post(
            f"/api/v1/cases/{case_id}/actions/{action}", json=told, headers={"If-Match": f'"{version}"'}
        )
        assert sent.status_code == 200, (action, sent.text)
        if action == "sign_report":
            break
    return case_id


async def listed(client: httpx2.AsyncClient, **asked: Any) -> list[dict[str, Any]]:
    """Give findings, each held to its shape."""
    answer = await client.get("/api/v1/findings", params=asked)
    assert answer.status_code == 200, answer.text
    msgspec.convert(answer.json(), shapes.page_of(shapes.FindingItem))
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_finding_is_read_dismissed_and_taken_up_again(served: Served) -> None:
    """The body above sees why the system says so and both texts, and dismisses it; the body itself may not; outsiders see nothing."""
    first = await analysis(served, BODY)
    second = await analysis(served, BELOW)
    await served.projected()
    above = await served.client(await served.account("above", Role.OFFICER, REGION))
    [one] = await listed(above, rule="near_identical")
    assert (one["organization"], one["case_id"], one["other"]["case_id"]) == (BELOW, second, first)
    assert "100 %" in one["explanation"]
    assert one["evidence_at"] == f"/cases/{second}?entry=7#entry-7"
    narrowed = [{"organization": BODY}, {"body": BODY}, {"body": BELOW}, {"organization": REGION, "body": BELOW}]
    assert [len(await listed(above, rule="near_identical", **asked)) for asked in narrowed] == [1, 0, 1, 1]
    whole = (await above.get(one["href"])).json()
    msgspec.convert(whole, shapes.OneFinding)
    assert whole["compared"]["percent"] == 100
    assert "".join(passage["text"] for passage in whole["compared"]["one"] if passage["common"]).startswith(LONG)

    below = await served.client(await served.account("below", Role.OFFICER, BELOW))
    [own] = await listed(below, rule="near_identical")
    assert own["other"] is None
    assert first not in str(own)
    assert "another body" in own["explanation"]
    assert (await below.get(one["href"])).json()["compared"] is None
    wanted = {"evidence": one["digest"], "reason": "Совместный анализ"}
    problem_of(await below.post(f"{one['href']}/dismiss", json=wanted), 403, "not-permitted")
    stranger = await served.client(await served.account("stranger", Role.OFFICER, OTHER))
    assert await listed(stranger, dismissed="all") == []
    problem_of(await stranger.get(one["href"]), 404, "unknown")
    problem_of(await stranger.post(f"{one['href']}/dismiss", json=wanted), 404, "unknown")

    problem_of(await above.post(f"{one['href']}/dismiss", json=wanted | {"evidence": "0" * 32}), 422, "invalid")
    problem_of(await above.post(f"{one['href']}/dismiss", json=wanted | {"reason": " "}), 422, "invalid")
    key = {"Idempotency-Key": "dismiss-1"}
    done = [await above.post(f"{one['href']}/dismiss", json=wanted, headers=key) for _ in range(2)]
    assert [(answer.status_code, answer.json()["state"]) for answer in done] == [(200, "dismissed")] * 2
    assert done[1].headers["idempotency-replayed"] == "true"
    at = done[0].json()["position"]
    assert await listed(above, rule="near_identical", at_least=at) == []
    assert [item["dismissed"] for item in await listed(above, dismissed="only")] == [True]
    counts = (await above.get("/api/v1/findings/counts", params={"rule": "near_identical"})).json()
    msgspec.convert(counts, shapes.FindingCounts)
    assert [(row["checked"], row["found"], row["dismissed"]) for row in counts["rules"]] == [(2, 0, 1)]
    [of_body] = (await above.get("/api/v1/findings/counts", params={"body": BELOW})).json()["bodies"]
    assert (of_body["found"], of_body["dismissed"]) == (len(await listed(above, body=BELOW)), 1)
    again = await above.post(f"{one['href']}/reopen", json={"reason": "Анализы разные"})
    assert again.json()["state"] == "reopened"
    assert len(await listed(above, rule="near_identical", at_least=again.json()["position"])) == 1
    said = (await above.get(one["href"])).json()["said"]
    assert [(row["type"], row["by"], row["reason"]) for row in said] == [
        ("finding.reopened", "Above", "Анализы разные"),
        ("finding.dismissed", "Above", "Совместный анализ"),
    ]


async def test_filters_and_pages(served: Served) -> None:
    """Findings are narrowed by rule, severity, body, region and days, and turned by the page; what is no filter is refused."""
    await analysis(served, BODY)
    await analysis(served, ELSEWHERE)
    await served.projected()
    everything = await served.supervisor()
    found = await listed(everything)
    assert {(item["organization"], item["rule"]) for item in found} >= {
        (ELSEWHERE, "near_identical"),
        (ELSEWHERE, "recorded_late"),
        (REGION, "cartogram_differs"),
    }
    assert {item["rule"] for item in await listed(everything, organization=REGION)} == {"cartogram_differs"}
    assert await listed(everything, region="KZ-11") == [item for item in found if item["organization"] == ELSEWHERE]
    assert await listed(everything, severity="warning", rule="near_identical", first="2024-01-01", last="2024-12-31")
    assert await listed(everything, first="2025-01-01") == []
    one = (await everything.get("/api/v1/findings", params={"limit": 1})).json()
    rest, address = [*one["items"]], one["next"]
    while address:
        page = (await everything.get(address)).json()
        rest, address = [*rest, *page["items"]], page["next"]
    assert rest == found
    problem_of(await everything.get("/api/v1/findings", params={"rule": "none"}), 400, "bad-query")
    problem_of(await everything.get("/api/v1/findings/no-id"), 404, "unknown")
