"""Scores over HTTP: what entities have, what a body gets for it, what is recorded."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest

from events.organization import OrganizationType
from service.organizations import Names
from service.requests import Request
from tests.service.files.samples import stream
from tests.serving import BODY, Served, problem_of, serving
from tests.workflows.subtask.walks import PUBLISHED
from workflows.actor import SYSTEM, Actor, Role
from workflows.consequences import case_id

COMPANIES = tuple(f"company-{number}" for number in range(1, 6))
_PARTS = {"contents": ["goals", "principles", "measures", "liability"]}
OFFICER = Actor("officer", Role.OFFICER, BODY, OrganizationType.UPR)


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """The service on the day of the worked example's order."""
    async with serving(database_url, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
async def companies(served: Served) -> Served:
    """Five entities supervised by the body."""
    for code in COMPANIES:
        names = Names(code, code, code)
        await served.service.organizations.register(code, OrganizationType.KGS, "KZ-19", names, BODY, SYSTEM)
    await served.service.register.refresh()
    return served


async def confirmed(served: Served, company: str, subtask: str = "3.2.1", **report: Any) -> None:
    """Give an entity a document, through all steps to its upload."""
    cases, case = served.service.cases, case_id(company, subtask, "2024")
    assign = {"subtask": subtask, "period": "2024", "assigned_on": "2024-01-15"}
    request = Request.of(SYSTEM, f"{company}:{subtask}", "assign")
    version = (await cases.open("subtask", company, "assign", assign, SYSTEM, request, case)).case.version
    actor = Actor(f"officer-{company}", Role.OFFICER, company, OrganizationType.KGS)
    kept = await served.service.files.keep(stream("Документ".encode()), "document.txt", actor, company)
    document = {"title": "Д", "document_no": "1", "approved_on": "2024-02-01", **report}
    evidence = {"kind": "doc", "title": "Д", "attached_on": "2024-02-12", "no_state_secrets": True, "file": kept.sha256}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("confirm_document", document),
        ("attach_evidence", evidence),
        ("sign_evidence", {"signed_on": "2024-02-12", "signature": {"post": "first_head"}}),
    ]
    if subtask == "3.2.9":
        paper = (
            [("attach_evidence", evidence | {"kind": "familiarisation"}), steps[2]] if report.get("employees") else []
        )
        steps = [("record_publication", PUBLISHED | {"reported_on": "2024-02-12"} | report), *paper]
    for action, data in [*steps, ("upload_evidence", {"uploaded_on": "2024-02-12"})]:
        asked = Request.of(actor, f"{case}:{action}", action)
        version = (await cases.act(case, action, data, actor, asked, version)).case.version


async def scores(client: httpx2.AsyncClient, served: Served, year: int = 2024) -> dict[str, Any]:
    """The scores of the body, once the read models show everything."""
    await served.projected()
    response = await client.get(f"/api/v1/organizations/{BODY}/scores", params={"year": year})
    assert response.status_code == 200, response.text
    body: dict[str, Any] = response.json()
    return body


async def test_points_follow_the_documents(companies: Served) -> None:
    """Each completed ten percent is worth 0.2, nothing below half; entities without the document are named."""
    client = await companies.officer()
    seen = []
    for count, company in enumerate(COMPANIES, 1):
        await confirmed(companies, company)
        [row, *_] = (await scores(client, companies))["subtasks"]
        seen.append((row["fulfilled"], row["points"], row["other_reading"]))
        assert row["missing"] == list(COMPANIES[count:])
    assert seen == [(1, 0.0, 0.4), (2, 0.0, 0.8), (3, 1.2, 1.2), (4, 1.6, 1.6), (5, 2.0, 2.0)]


async def test_seven_of_eight_published_is_not_enough(companies: Served) -> None:
    """3.2.9 counts only with all eight documents published; how many are, is shown (A-40)."""
    documents = [{**link, "published_on": "2024-02-10"} for link in PUBLISHED["documents"]]
    await confirmed(companies, COMPANIES[0], "3.2.9", documents=documents[:7])
    await confirmed(companies, COMPANIES[1], "3.2.9", documents=documents)
    body = await scores(await companies.officer(), companies)
    [row] = [row for row in body["subtasks"] if row["subtask"] == "3.2.9"]
    assert row["missing"] == [COMPANIES[0], *COMPANIES[2:]]
    published = {d["organization"]: d["published"] for d in body["documents"] if d["subtask"] == "3.2.9"}
    assert published == {COMPANIES[0]: 7, COMPANIES[1]: 8}


async def test_a_familiarisation_is_with_all_eight_documents(companies: Served) -> None:
    """Where there is no site the employees are made familiar with the eight documents: while one is returned, that does not count."""
    company, known = COMPANIES[0], {"documents": [], "familiarised_on": "2024-02-09", "employees": 40}
    for number in range(1, 9):
        await confirmed(companies, company, f"3.2.{number}", **_PARTS if number == 2 else {})
    await confirmed(companies, company, "3.2.9", **known)
    await confirmed(companies, COMPANIES[1], "3.2.9", **known)
    client = await companies.officer()

    async def counted() -> tuple[list[str], dict[str, bool]]:
        body = await scores(client, companies)
        [row] = [row for row in body["subtasks"] if row["subtask"] == "3.2.9"]
        shown = {d["organization"]: d["fulfilled"] for d in body["documents"] if d["subtask"] == "3.2.9"}
        return row["missing"], shown

    assert await counted() == (list(COMPANIES[1:]), {company: True, COMPANIES[1]: False})
    returned, case = {"returned_on": "2024-02-12", "reason": "Скан без подписи"}, case_id(company, "3.2.5", "2024")
    version = (await companies.service.cases.get(case)).version
    await companies.service.cases.act(case, "send_back", returned, OFFICER, Request.of(OFFICER, None), version)
    assert await counted() == (list(COMPANIES), {company: False, COMPANIES[1]: False})


async def test_documents_of_earlier_years_count_while_they_are_in_force(companies: Served) -> None:
    """A maintained document of 2024 counts in 2025 until its term ends; the plan of a year is of that year (3.2.6)."""
    for company, subtask, until in (
        (COMPANIES[0], "3.2.1", None),
        (COMPANIES[1], "3.2.1", "2025-03-31"),
        (COMPANIES[2], "3.2.1", "2024-12-31"),
        (COMPANIES[0], "3.2.6", None),
    ):
        await confirmed(companies, company, subtask, valid_until=until)
    client = await companies.officer()
    seen = []
    for day in (date(2025, 3, 31), date(2025, 4, 1)):
        companies.clock.travel(day)
        rows = (await scores(client, companies, 2025))["subtasks"]
        seen.append({row["subtask"]: row["fulfilled"] for row in rows if row["fulfilled"]})
    assert seen == [{"3.2.1": 2}, {"3.2.1": 1}]


async def test_a_body_without_entities_has_no_points(served: Served) -> None:
    """Where nothing is supervised there is nothing to score, neither 0 nor 2 points."""
    body = await scores(await served.officer(), served)
    assert {row["points"] for row in body["subtasks"]} == {None}
    assert body["full_set"]["total"] == 0


async def test_recorded_scores_stay_as_they_were(companies: Served) -> None:
    """What was recorded keeps its entities and points, whatever changes later; recording twice adds a calculation."""
    client = await companies.supervisor()
    for company in COMPANIES[:4]:
        await confirmed(companies, company)
    await companies.projected()
    path = f"/api/v1/organizations/{BODY}/scores?year=2024"
    before = companies.events()
    first = await client.post(path, headers={"Idempotency-Key": "one"})
    assert (first.status_code, first.json()["recorded"]["points"]["3.2.1"]) == (201, 1.6)
    assert (await client.post(path, headers={"Idempotency-Key": "one"})).status_code == 201
    assert companies.events() == before + 1
    await confirmed(companies, COMPANIES[4])
    body = await scores(client, companies)
    assert (body["subtasks"][0]["points"], body["recorded"]["points"]["3.2.1"]) == (2.0, 1.6)
    assert (await client.post(path)).json()["recorded"]["points"]["3.2.1"] == 2.0


async def test_who_may_record(companies: Served) -> None:
    """An entity reads nothing of its supervisor's scores, and nobody without a year is answered."""
    below = await companies.officer(COMPANIES[0])
    problem_of(await below.get(f"/api/v1/organizations/{BODY}/scores?year=2024"), 403, "out-of-scope")
    problem_of(await below.post(f"/api/v1/organizations/{BODY}/scores?year=2024"), 403, "out-of-scope")
    client = await companies.officer()
    problem_of(await client.get(f"/api/v1/organizations/{BODY}/scores"), 400, "bad-query")
    problem_of(await client.get("/api/v1/organizations/nobody/scores?year=2024"), 404, "unknown")
