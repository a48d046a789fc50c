"""What is sealed is in the exports of those on the list alone, and every such read is recorded (l.366, l.498)."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest

from events.store.save import Unavailable
from projections.sealed_reads import Read, reads
from service.access import Account
from service.exports import making
from service.exports.lists import cases as cases_list
from service.exports.worker import Worker
from service.requests import Request
from tests.clearing import cleared
from tests.service.exports.lying import lying
from tests.service.exports.reading import rows_of
from tests.service.files.samples import stream
from tests.service.package.test_package import ordered
from tests.serving import BELOW, BODY, Served, problem_of, serving
from tests.stories import secrets
from workflows.actor import Actor, Post, Role
from workflows.organization import Organization

LISTS = {
    "cases": "id",
    "deadlines": "case_id",
    "overdue": "case_id",
    "tasks": "case_id",
    "facts": "id",
    "review": "case_id",
    "search": "id",
    "compared": "id",
}
"""Lists that sealed cases may stand in, and what names the case there."""

DAYS = {"from": "2024-07-01", "to": "2024-07-15"}
NEEDED = {"review": {"first": "2024-01-01", "last": "2024-12-31"}, "search": {"q": BODY}, "compared": DAYS}
FIGURES = (
    "figures",
    "stages",
    "map",
    "tree",
    "heat",
    "silent",
    "plan-counts",
    "owed",
    "compared-figures",
    "findings",
    "finding-counts",
)
"""Lists that nothing sealed is in, whoever reads them."""


@pytest.fixture
async def served(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    secrets.enter(monkeypatch)
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        yield served


async def _sealed(served: Served, account: Account) -> UUID:
    """Register a secret fact, of which only those on the list may know, and to which a reply is awaited."""
    actor, cases, kind = await served.service.access.actor(account), served.service.cases, secrets.KINDS[0]
    kept = await served.service.files.keep(stream("Письмо".encode()), "letter.txt", actor, BODY)
    data = {name: kept.sha256 if value == secrets.FILE else value for name, value in kind.data.items()}
    opened = await cases.open(kind.workflow, BODY, kind.action, data, actor, Request.of(actor, None))
    await served.projected()
    return opened.case.id


async def _reads(served: Served, case_id: UUID) -> tuple[Read, ...]:
    await served.projected()
    async with served.service.pool.connection() as conn:
        return (await reads(conn, case_id)).rows


async def test_only_those_on_the_list_export_what_is_sealed(served: Served) -> None:
    """In each list and format the sealed case stands for who is cleared, with a record of the read, and for nobody else."""
    account = await cleared(served, BODY)
    case_id = await _sealed(served, account)
    inside, colleague, supervisor = await served.client(account), await served.officer(), await served.supervisor()
    for number, (name, key) in enumerate(LISTS.items(), 1):
        for client, expected in ((inside, True), (colleague, False), (supervisor, False)):
            answer = await client.get(f"/api/v1/lists/{name}.json", params=NEEDED.get(name, {}))
            assert answer.status_code == 200, answer.text
            assert (str(case_id) in {row[key] for row in rows_of(answer.content, "json")}) is expected, (name, client)
            assert (str(case_id) in answer.text) is expected
        found = await _reads(served, case_id)
        assert [(one.actor, one.what) for one in found] == [(str(account.id), "list")] * number
    for form in ("csv", "xlsx"):
        told = rows_of((await supervisor.get(f"/api/v1/lists/audit.{form}")).content, form)
        assert told
        assert str(case_id) not in str(told)


async def test_a_sealed_case_on_two_days(served: Served) -> None:
    """Who is cleared gets what differs of the case, with a record of the read; for anybody else there is no such case."""
    account = await cleared(served, BODY)
    case_id = await _sealed(served, account)
    asked = DAYS | {"case": str(case_id)}
    inside = await served.client(account)
    answer = await inside.get("/api/v1/lists/compared-case.json", params=asked)
    assert {row["case_id"] for row in rows_of(answer.content, "json")} == {str(case_id)}
    assert [(one.actor, one.what) for one in await _reads(served, case_id)] == [(str(account.id), "list")]
    for client in (await served.officer(), await served.supervisor()):
        problem_of(await client.get("/api/v1/lists/compared-case.json", params=asked), 404, "unknown")
    assert len(await _reads(served, case_id)) == 1


async def test_that_nothing_differs_is_read_of_the_sealed_case_too(served: Served) -> None:
    """A file without a row tells of the case as one with rows does: the read is recorded, and only who stays on the list gets the file."""
    account = await cleared(served, BODY)
    case_id = await _sealed(served, account)
    served.clock.travel(date(2024, 7, 18))
    inside, asked = await served.client(account), {"from": "2024-07-16", "to": "2024-07-17", "case": str(case_id)}
    for number, form in enumerate(("json", "csv", "xlsx"), 1):
        answer = await inside.get(f"/api/v1/lists/compared-case.{form}", params=asked)
        assert (answer.status_code, rows_of(answer.content, form)) == (200, [])
        assert [(one.actor, one.what) for one in await _reads(served, case_id)] == [(str(account.id), "list")] * number
    await inside.post("/api/v1/exports", json={"list": "compared-case", "format": "csv", "filters": asked})
    assert len(await _reads(served, case_id)) == number, "asking for a file is no read"
    assert await Worker(served.service).make_next()
    assert len(await _reads(served, case_id)) == number + 1
    [kept] = [one["file"] for one in (await inside.get("/api/v1/exports")).json()["items"]]
    assert (await inside.get(kept)).status_code == 200
    await _nobody_on_the_list(served)
    problem_of(await inside.get(kept), 403, "out-of-scope")
    for client in (await served.officer(), await served.supervisor()):
        problem_of(await client.get("/api/v1/lists/compared-case.csv", params=asked), 404, "unknown")


async def _nobody_on_the_list(served: Served) -> None:
    """A new list of those who may see what the body keeps secret, with nobody on it."""
    head = Actor("head", Role.SIGNATORY, BODY, None, Post.FIRST_HEAD)
    listed = {"clearance": "C4", "since": served.clock.today(), "order_no": "13-қ", "people": []}
    version = await served.service.cases.version(Organization.id_of(BODY))
    await served.service.organizations.act(BODY, "approve_access", listed, head, Request.of(head, None), version)


async def test_figures_do_not_change_with_what_is_sealed(served: Served) -> None:
    """No figure counts a sealed case, not even for who is cleared for it."""
    account = await cleared(served, BODY)
    client = await served.client(account)
    before = {name: await _figures(client, name) for name in FIGURES}
    await _sealed(served, account)
    assert {name: await _figures(client, name) for name in FIGURES} == before


async def _figures(client: httpx2.AsyncClient, name: str) -> list[dict[str, Any]]:
    answer = await client.get(f"/api/v1/lists/{name}.json", params=DAYS if name == "compared-figures" else {})
    return rows_of(answer.content, "json")


async def test_an_unrecorded_read_exports_nothing(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the log does not take the record, there is no file."""
    account = await cleared(served, BODY)
    await _sealed(served, account)
    client = await served.client(account)

    async def away(*_asked: object) -> None:
        raise Unavailable("the log does not answer")

    monkeypatch.setattr(served.service.gate, "record", away)
    problem_of(await client.get("/api/v1/lists/cases.csv"), 503, "unavailable")


async def test_whoever_is_on_the_list_no_more_does_not_get_the_file(served: Served) -> None:
    """A file made with what is sealed is not given after a new list without its owner; one without it still is."""
    account = await cleared(served, BODY)
    case_id = await _sealed(served, account)
    client = await served.client(account)
    for name in ("cases", "organizations"):
        await client.post("/api/v1/exports", json={"list": name, "format": "csv"})
        assert await Worker(served.service).make_next()
    organizations, cases = [one["file"] for one in (await client.get("/api/v1/exports")).json()["items"]]
    assert str(case_id) in (await client.get(cases)).text
    await _nobody_on_the_list(served)
    problem_of(await client.get(cases), 403, "out-of-scope")
    assert (await client.get(organizations)).status_code == 200


async def test_what_is_sealed_never_lies_open(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook of what is not sealed lies on the disk until it is packed; as soon as a sealed row comes among others, all stay in memory, each once."""
    account = await cleared(served, BODY)
    inside, supervisor = await served.client(account), await served.supervisor()
    head = await served.signatory()
    plain = [await ordered(head)]
    served.clock.travel(date(2024, 7, 16))
    case_id = str(await _sealed(served, account))
    served.clock.travel(date(2024, 7, 17))
    below = await served.signatory(organization=BELOW)
    plain.append(await ordered(below, BELOW))
    served.clock.travel(date(2024, 7, 18))
    plain.append(await ordered(below, BELOW, order_no="18-Ө"))
    await served.projected()
    monkeypatch.setattr(cases_list, "LARGEST", 1)
    found = lying(monkeypatch)
    for client, hidden in ((supervisor, False), (inside, True)):
        found.clear()
        answer = await client.get("/api/v1/lists/cases.xlsx")
        assert answer.status_code == 200, answer.text
        ids = [row["Id"] for row in rows_of(answer.content, "xlsx")]
        assert len(ids) == len(set(ids)) > 1
        assert (case_id in ids, ids[0]) == (hidden, plain[2])
        assert any(plain[2] in text for text in found)
        assert not any(case_id in text for text in found)
        assert any(plain[0] in text for text in found) is not hidden
    assert not [*(served.service.exports.folder.path / "parts").iterdir()]
    assert len(await _reads(served, UUID(case_id))) == 1


async def test_a_workbook_in_memory_has_its_limit(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more rows than memory takes, a workbook with sealed rows is refused with what to do instead; CSV has them all."""
    account = await cleared(served, BODY)
    case_id = await _sealed(served, account)
    await ordered(await served.signatory())
    await served.projected()
    monkeypatch.setattr(making, "MOST_IN_MEMORY", 1)
    inside, supervisor = await served.client(account), await served.supervisor()
    refused = problem_of(await inside.get("/api/v1/lists/cases.xlsx"), 422, "too-long-in-memory")
    assert "CSV" in refused["detail"]
    rows = rows_of((await inside.get("/api/v1/lists/cases.csv")).content, "csv")
    assert str(case_id) in {row["Id"] for row in rows}
    assert (await supervisor.get("/api/v1/lists/cases.xlsx")).status_code == 200
