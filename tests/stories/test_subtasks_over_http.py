"""Subtasks by HTTP alone, from the year's plan to acceptance: an entity's documents and quarters, a region's cartogram."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2
import pytest

from service.demo.paper import pdf
from tests.serving import BODY, REGION, Served, problem_of, serving
from tests.stories.test_analysis_over_http import LIFE, Life
from workflows.actor import Post, Role

COMPANY = "company"
SITE = "https://company.example.kz"
ENTITY = {
    "code": COMPANY, "type": "KGS", "region": "KZ-19", "name_ru": "ТОО", "name_kk": "ЖШС", "name_en": "LLP",
    "parent": BODY, "since": "2024-02-12", "site": SITE, "account": True,
}  # fmt: skip
DOCUMENTS = [f"3.2.{number}" for number in range(1, 9)]
POLICY = {"contents": ["goals", "principles", "measures", "liability"]}


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A service with a department and the entity that it supervises."""
    async with serving(database_url, data_dir=tmp_path) as running:
        yield running


class Plan:
    """The cases of a body's plan, driven by those whose part it is."""

    def __init__(self, served: Served, clients: dict[str, httpx2.AsyncClient], organization: str) -> None:
        self.served, self.clients, self.organization = served, clients, organization
        self.addresses: dict[tuple[str, str], str] = {}

    async def make(self, who: str) -> int:
        """Plan 2024 and learn the addresses of the cases; gives how many were made."""
        asked = {"year": 2024, "organizations": [self.organization]}
        response = await self.clients[who].post("/api/v1/plans", json=asked)
        assert response.status_code == 200, response.text
        await self.served.projected()
        plan = (await self.clients[who].get("/api/v1/plans/2024", params={"organization": self.organization})).json()
        self.addresses = {
            (row["subtask"], case["period"]): case["href"] for row in plan["rows"] for case in row["cases"]
        }
        return int(response.json()["created"])

    async def file(self, who: str, title: str) -> str:
        """Send a paper as a file; gives its hash."""
        where = f"/api/v1/files?organization={self.organization}&name={quote(title)}.pdf"
        response = await self.clients[who].post(where, content=pdf([title, self.organization]))
        assert response.status_code in {200, 201}, response.text
        return str(response.json()["sha256"])

    async def look(self, who: str, slot: tuple[str, str]) -> dict[str, Any]:
        """Get a case."""
        response = await self.clients[who].get(self.addresses[slot])
        assert response.status_code == 200, response.text
        case: dict[str, Any] = response.json()
        return case

    async def send(self, day: str, who: str, slot: tuple[str, str], action: str, **data: Any) -> httpx2.Response:
        """Take an action on its day."""
        self.served.clock.travel(max(date.fromisoformat(day), self.served.clock.today()))
        case = await self.look(who, slot)
        headers = {
            "If-Match": f'"{case["version"]}"',
            "Idempotency-Key": f"{'-'.join(slot)}-{case['version']}-{action}",
        }
        return await self.clients[who].post(f"{self.addresses[slot]}/actions/{action}", json=data, headers=headers)

    async def step(self, day: str, who: str, slot: tuple[str, str], action: str, **data: Any) -> str:
        """Take an action that is offered and succeeds; gives the state after it."""
        response = await self.send(day, who, slot, action, **data)
        assert response.status_code == 200, (slot, action, response.text)
        return str((await self.look(who, slot))["state"])

    async def attach(self, day: str, who: str, slot: tuple[str, str], kind: str, title: str) -> None:
        """Attach a paper as evidence."""
        data = {"kind": kind, "title": title, "attached_on": day, "no_state_secrets": True}
        await self.step(day, who, slot, "attach_evidence", **data, file=await self.file(who, title))

    async def finish(self, day: str, slot: tuple[str, str], post: str | None) -> str:
        """Sign, upload and have it accepted by the body above."""
        if post:
            await self.step(day, "officer", slot, "sign_evidence", signed_on=day, signature={"post": post})
        await self.step(day, "officer", slot, "upload_evidence", uploaded_on=day)
        return await self.step(day, "above", slot, "accept", accepted_on=day)


async def _entity(served: Served) -> Plan:
    supervisor, above = await served.supervisor(), await served.officer(BODY)
    response = await supervisor.post("/api/v1/organizations", json=ENTITY)
    assert response.status_code == 201, response.text
    clients = {"supervisor": supervisor, "above": above, "officer": await served.officer(COMPANY)}
    return Plan(served, clients, COMPANY)


async def test_nine_documents_from_the_plan_to_the_score(served: Served) -> None:
    """The plan gives an entity its nine documents; each is confirmed, proved by a file, signed, uploaded, accepted and scored."""
    plan = await _entity(served)
    assert await plan.make("supervisor") >= len(DOCUMENTS) + 1
    for number, subtask in enumerate(DOCUMENTS, 1):
        slot, more = (subtask, "2024"), POLICY if subtask == "3.2.2" else {}
        document = {"title": f"Документ {number}", "document_no": f"{number}-П", "approved_on": "2024-02-12", **more}
        assert await plan.step("2024-02-12", "officer", slot, "confirm_document", **document) == "in_work"
        refused = await plan.send("2024-02-13", "officer", slot, "sign_evidence", signed_on="2024-02-13", signature={"post": "first_head"})  # fmt: skip
        [error] = problem_of(refused, 422, "invalid")["errors"]
        assert error["detail"] == "Evidence is missing: Document (doc)."
        await plan.attach("2024-02-13", "officer", slot, "doc", f"Документ {number}")
        assert await plan.finish("2024-02-14", slot, "approving_body") == "accepted"
    links = [{"document": code, "address": f"{SITE}/{code}", "published_on": "2024-03-01"} for code in DOCUMENTS]
    slot = ("3.2.9", "2024")
    await plan.step("2024-03-01", "officer", slot, "record_publication", reported_on="2024-03-01", documents=links)
    assert await plan.finish("2024-03-04", slot, None) == "accepted"
    await served.projected()
    scores = (await plan.clients["above"].get(f"/api/v1/organizations/{BODY}/scores?year=2024")).json()
    assert [row["points"] for row in scores["subtasks"]] == [2.0] * 9
    assert (scores["full_set"]["fulfilled"], scores["full_set"]["total"]) == (1, 1)


async def test_whoever_gives_and_accepts_work_acts_for_themselves(served: Served) -> None:
    """Assignment, acceptance and return by the body above are its own acts, on nobody's behalf."""
    plan, slot = await _entity(served), ("3.2.1", "2024")
    await plan.make("above")
    document = {"title": "Положение", "document_no": "1-П", "approved_on": "2024-02-12"}
    await plan.step("2024-02-12", "officer", slot, "confirm_document", **document)
    await plan.attach("2024-02-13", "officer", slot, "doc", "Положение")
    assert await plan.finish("2024-02-14", slot, "approving_body") == "accepted"
    await plan.step("2024-02-15", "above", slot, "send_back", returned_on="2024-02-15", reason="Нет печати")
    events = (await plan.clients["above"].get(f"{plan.addresses[slot]}/events")).json()["items"]
    assert {event["on_behalf_of"] for event in events} == {""}


async def test_four_quarters_of_training(served: Served) -> None:
    """An event held in each quarter is in time whenever it is reported; the evidence comes back as the file that was sent."""
    plan = await _entity(served)
    await plan.make("supervisor")
    for quarter, held in enumerate(("2024-02-15", "2024-05-16", "2024-08-22", "2024-11-14"), 1):
        slot = ("3.1.1", f"2024Q{quarter}")
        event = {"held_on": held, "topic": "Конфликт интересов", "participants": 30 + quarter}
        await plan.step(held, "officer", slot, "record_training", **event)
        for kind in ("info", "protocol"):
            await plan.attach(held, "officer", slot, kind, f"{kind} {quarter}")
        assert await plan.finish(held, slot, "first_head") == "accepted"
        case = await plan.look("above", slot)
        assert {d["rule"]: d["status"] for d in case["deadlines"]} == {"D16": "met"}
        sha256 = case["data"]["attached"][-1]["file"]
        kept = await plan.clients["above"].get(f"/api/v1/files/{sha256}?organization={COMPANY}")
        assert kept.content == pdf([f"protocol {quarter}", COMPANY])


async def test_a_cartogram_from_the_analysis_to_its_end(served: Served) -> None:
    """A report and a plan of a department outdate the region's cartogram; the sections are updated, each by its own keeper."""
    plan = await _region(served)
    department = {"first_head": await served.signatory(), "officer": await served.officer()}
    analysis = Life(served, department)
    await analysis.begin()
    for step in LIFE[:8]:
        await analysis.step(*step)
    slot = ("1.5.1", "2024")
    case = await plan.look("akimat", slot)
    assert case["state"] == "outdated"
    for section, action in (("positions", "update_positions"), ("risks", "update_risks")):
        update = {"updated_on": "2024-05-14", "address": f"https://example.kz/{section}"}
        await plan.step("2024-05-14", "akimat", slot, action, **update, rows=case["data"][section]["wanted"])
    seen = await plan.look("akimat", slot)
    assert seen["state"] == "up_to_date"
    assert not any(
        seen["data"][section][kind] for section in ("positions", "risks") for kind in ("missing", "superfluous")
    )
    map_ = {"updated_on": "2024-05-20", "address": "https://example.kz/3", "risks": ["Земля"], "sources": ["appeals"]}
    problem_of(await plan.send("2024-05-20", "akimat", slot, "update_risk_map", **map_), 403, "not-permitted")
    await plan.step("2024-05-20", "territory", slot, "update_risk_map", **map_)
    notes = {"positions_note": "Обновлён", "risks_note": "Обновлён"}
    report = await plan.file("apparatus", "Отчёт")
    await plan.step(
        "2024-12-10", "apparatus", slot, "sign_cartogram_report", signed_on="2024-12-10", file=report, **notes
    )
    await plan.step("2024-12-12", "akimat", slot, "upload_cartogram_report", uploaded_on="2024-12-12")
    assert await plan.step("2024-12-31", "akimat", slot, "close_cartogram", closed_on="2024-12-31") == "closed"


async def _region(served: Served) -> Plan:
    """The region's akimat with its plan, and the department of the anti-corruption body in the region."""
    supervisor = await served.supervisor()
    for code, kind, parent in (("agency", "AGN", ""), ("agency.region", "AGT", "agency")):
        entry = {**ENTITY, "code": code, "type": kind, "parent": parent, "site": None}
        response = await supervisor.post("/api/v1/organizations", json=entry)
        assert response.status_code == 201, response.text
    territory = await served.account("territory", Role.OFFICER, "agency.region")
    clients = {
        "supervisor": supervisor,
        "akimat": await served.officer(REGION),
        "apparatus": await served.signatory(Post.APPARATUS_HEAD, REGION),
        "territory": await served.client(territory),
    }
    plan = Plan(served, clients, REGION)
    await plan.make("supervisor")
    return plan
