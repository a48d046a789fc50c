"""Files over HTTP."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import msgspec
import pytest

from events.sealing import seal_in_use
from service.api import shapes
from service.requests import Request
from tests.clearing import cleared
from tests.service.files.samples import PAGE, PDF, stream
from tests.serving import BELOW, BODY, OTHER, REGION, Served, problem_of, serving
from tests.workflows.offence_report.life import REGISTERED, REPORTED
from tests.workflows.restriction_fact.life import FOUND, MEASURES, OPENINGS
from workflows.actor import SYSTEM, Role
from workflows.consequences import case_id

HASH = hashlib.sha256(PDF).hexdigest()
NAME = "Протокол № 3.pdf"
FILES = "/api/v1/files"


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    async with serving(database_url, data_dir=tmp_path, max_file=2_000_000) as served:
        yield served


def _lying(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "files").rglob("*") if path.is_file()]


async def _send(
    client: httpx2.AsyncClient, content: bytes = PDF, name: str = NAME, organization: str = BODY
) -> httpx2.Response:
    headers = {"Content-Type": "application/octet-stream"}
    query = {"organization": organization, "name": name}
    return await client.post(FILES, params=query, content=content, headers=headers)


async def test_a_file_is_kept_and_got_back(served: Served) -> None:
    """What is sent is answered with its hash and where it is; there it is got, to be saved under its name and never shown."""
    client = await served.officer()
    answer = await _send(client)
    assert answer.status_code == 201
    kept = msgspec.convert(answer.json(), shapes.KeptFile)
    assert kept == shapes.KeptFile(HASH, len(PDF), "application/pdf", NAME)
    again = await _send(client, name="копия.pdf")
    assert (again.status_code, again.json()) == (200, answer.json())
    got = await client.get(answer.headers["location"])
    assert (got.status_code, got.content) == (200, PDF)
    assert got.headers["content-type"] == "application/pdf"
    disposition = got.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''%D0%9F%D1%80")
    assert got.headers["etag"] == f'"{HASH}"'
    assert got.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in got.headers["cache-control"]
    assert "1970" in got.headers["last-modified"], "the disk's own time tells of another organisation's sending"


async def test_the_beginning_alone_and_parts_are_given(served: Served) -> None:
    """HEAD says what GET would; a range is that part, one beyond the end is refused."""
    client = await served.officer()
    address = (await _send(client)).headers["location"]
    head = await client.head(address)
    assert (head.status_code, head.content, head.headers["content-length"]) == (200, b"", str(len(PDF)))
    assert head.headers["etag"] == f'"{HASH}"'
    part = await client.get(address, headers={"Range": "bytes=5-7"})
    assert (part.status_code, part.content) == (206, PDF[5:8])
    assert part.headers["content-range"] == f"bytes 5-7/{len(PDF)}"
    beyond = await client.get(address, headers={"Range": "bytes=100000-"})
    assert beyond.status_code == 416


async def _named(served: Served, client: httpx2.AsyncClient, sha256: str) -> httpx2.Response:
    """Attach a file to a case of the body."""
    cases, case = served.service.cases, case_id(BODY, "4.2.3", "2024-02")
    given = {"subtask": "4.2.3", "period": "2024-02", "assigned_on": "2024-02-12"}
    await cases.open("subtask", BODY, "assign", given, SYSTEM, Request.of(SYSTEM, "plan"), case)
    evidence = {"kind": "attachments", "title": "Фото", "attached_on": "2024-02-12", "no_state_secrets": True}
    path = f"/api/v1/cases/{case}/actions/attach_evidence"
    return await client.post(path, json=evidence | {"file": sha256}, headers={"If-Match": '"1"'})


async def test_whoever_sees_the_cases_sees_the_files_they_name(served: Served) -> None:
    """A file that a case names is got by the body, those above it and supervisors; by those below and elsewhere it is not."""
    officer = await served.officer()
    address = (await _send(officer)).headers["location"]
    assert (await _named(served, officer, HASH)).status_code == 200
    for client in (await served.officer(REGION), await served.supervisor()):
        assert (await client.get(address)).content == PDF
        assert (await _send(client)).status_code == 201
    for client in (await served.officer(BELOW), await served.officer(OTHER)):
        problem_of(await client.get(address), 403, "out-of-scope")
        problem_of(await _send(client), 403, "out-of-scope")
    anonymous = served.anonymous()
    problem_of(await anonymous.get(address), 401, "unauthenticated")
    problem_of(await _send(anonymous), 401, "unauthenticated")


async def test_a_file_that_no_case_names_is_its_senders(served: Served) -> None:
    """Until a case names it, a file is given back to those who sent it, under the name they gave it, and to nobody else."""
    address = (await _send(await served.officer())).headers["location"]
    above = await served.officer(REGION)
    for client in (above, await served.supervisor()):
        problem_of(await client.get(address), 404, "unknown")
    sent = await _send(above, name="свой.pdf")
    assert (sent.status_code, sent.json()["name"]) == (201, "свой.pdf")
    got = await above.get(address)
    assert (got.content, "%D0%9F%D1%80" in got.headers["content-disposition"]) == (PDF, False)


async def test_what_another_organisation_keeps_is_not_revealed(served: Served) -> None:
    """To an organisation that never sent it, a content that another keeps is unknown, and new when it sends it."""
    await _send(await served.officer())
    client = await served.officer(OTHER)
    problem_of(await client.get(f"{FILES}/{HASH}", params={"organization": OTHER}), 404, "unknown")
    assert (await _send(client, name="свой.pdf", organization=OTHER)).status_code == 201
    assert (await _send(client, organization=OTHER)).json()["name"] == "свой.pdf"


async def test_wrong_requests_are_told_apart(served: Served, tmp_path: Path) -> None:
    """An unknown organisation or file, a missing parameter, a form, a wrong content each get their own answer; nothing is kept."""
    client = await served.supervisor()
    problem_of(await _send(client, organization="nowhere"), 404, "unknown")
    problem_of(await client.post(FILES, content=PDF), 400, "bad-query")
    problem_of(await client.post(FILES, params={"organization": BODY, "name": ""}, content=PDF), 400, "bad-query")
    for name in ("x", HASH.upper(), "%2e%2e%2f%2e%2e%2fpostgres%2fpassword"):
        response = await client.get(f"{FILES}/{name}", params={"organization": BODY})
        assert response.status_code == 404
    form = await client.post(FILES, params={"organization": BODY, "name": NAME}, files={"file": (NAME, PDF)})
    assert "not a form" in problem_of(form, 400, "bad-request")["detail"]
    refused = problem_of(await _send(client, PAGE), 415, "file-not-accepted")
    assert refused["detail"].startswith(
        "The content is not PDF, or it is damaged: it looks like a web page. Accepted: PDF,"
    )
    problem_of(await _send(client, b""), 415, "file-not-accepted")
    assert _lying(tmp_path) == []


async def test_the_limit_is_the_files_own(served: Served, tmp_path: Path) -> None:
    """A file may be larger than other bodies, up to its own limit: with a length and without one."""
    client = await served.officer()
    middle = b"%PDF-" + bytes(1_500_000) + b"%%EOF"
    assert (await _send(client, middle)).status_code == 201
    query, large = {"organization": BODY, "name": NAME}, b"%PDF-" + bytes(2_000_000) + b"%%EOF"
    problem_of(await client.post(FILES, params=query, content=large), 413, "too-large")
    problem_of(await client.post(FILES, params=query, content=stream(large, 100_000)), 413, "too-large")
    problem_of(await client.post("/api/v1/cases", json={"a": "x" * 1_500_000}), 413, "too-large")
    assert _lying(tmp_path) == [seal_in_use().address(BODY, hashlib.sha256(middle).hexdigest())]


async def test_a_sender_who_goes_away_leaves_nothing(served: Served, tmp_path: Path) -> None:
    """An upload that breaks off in the middle keeps nothing and is noted as the sender's going."""
    client = await served.officer()
    at = urlsplit(served.url)
    _, writer = await asyncio.open_connection(at.hostname, at.port)
    head = (
        f"POST {FILES}?organization={BODY}&name=a.pdf HTTP/1.1\r\nHost: x\r\nContent-Length: {len(PDF) + 400_000}\r\n"
    )
    writer.write(f"{head}Authorization: {client.headers['authorization']}\r\n\r\n".encode() + PDF + bytes(300_000))
    await writer.drain()
    async with asyncio.timeout(10):
        while not _lying(tmp_path):
            await asyncio.sleep(0.02)
    writer.close()
    await writer.wait_closed()
    async with asyncio.timeout(10):
        while 'route="/api/v1/files",status="499"' not in (await client.get("/metrics")).text:
            await asyncio.sleep(0.02)
    assert _lying(tmp_path) == []
    assert await served.service.files.count() == 0


async def test_lost_content_is_our_failure(served: Served, tmp_path: Path) -> None:
    """A content that is cut short on the disk is answered as a failure, never as the file."""
    client = await served.officer()
    address = (await _send(client)).headers["location"]
    [path] = (tmp_path / "files").rglob(seal_in_use().address(BODY, HASH))
    path.write_bytes(path.read_bytes()[:-1])
    problem_of(await client.get(address), 500, "internal")


async def test_evidence_names_kept_files(served: Served) -> None:
    """An event names only files that its organisation keeps: any other hash is refused, at its field."""
    client = await served.officer()
    unknown = await _named(served, client, "a" * 64)
    assert [error["pointer"] for error in problem_of(unknown, 422, "invalid")["errors"]] == ["#/file"]
    kept = await client.post(f"/api/v1/files?organization={BODY}&name=photo.txt", content="Фото".encode())
    known = await _named(served, client, kept.json()["sha256"])
    assert (known.status_code, known.json()["state"]) == (200, "evidence_attached")


async def _opened(client: httpx2.AsyncClient, workflow: str, action: str, data: dict[str, Any]) -> httpx2.Response:
    asked = {"workflow": workflow, "organization": BODY, "action": action, "data": data}
    answer = await client.post("/api/v1/cases", json=asked)
    assert answer.status_code == 201, answer.text
    return answer


async def _acted(
    client: httpx2.AsyncClient, opened: httpx2.Response, action: str, data: dict[str, Any], version: int = 1
) -> httpx2.Response:
    address = f"/api/v1/cases/{opened.json()['id']}/actions/{action}"
    return await client.post(address, json=data, headers={"If-Match": f'"{version}"'})


async def test_a_sealed_file_is_named_nowhere_else(served: Served) -> None:
    """Whoever knows the hash of a file of a sealed case is answered as to one that nobody keeps, until they send it themselves."""
    served.clock.travel(date(2024, 7, 15))
    reader, officer = await served.client(await cleared(served, BODY)), await served.officer()
    assert (await _send(reader)).status_code == 201
    sealed = await _opened(reader, "offence_report", "register_offence", REGISTERED)
    assert (await _acted(reader, sealed, "report_offence", REPORTED | {"file": HASH})).status_code == 200
    await served.projected()
    opening = OPENINGS["2.5.1"]
    other = await _opened(officer, "restriction_fact", opening.action, {"found_on": FOUND} | opening.data)
    refused = [
        problem_of(await _acted(officer, other, "record_measures", MEASURES | {"file": sha256}), 422, "invalid")[
            "errors"
        ]
        for sha256 in (HASH, "b" * 64)
    ]
    assert refused[0] == refused[1]
    assert (await _send(officer)).status_code == 201
    assert (await _acted(officer, other, "record_measures", MEASURES | {"file": HASH})).status_code == 200


async def test_a_file_is_named_by_those_who_may_see_where_it_stands(served: Served) -> None:
    """A file that somebody else sent may be named once a case names it as evidence that is to be seen; a hash in words is none."""
    served.clock.travel(date(2024, 7, 15))
    sender = await served.client(await served.account("sender", Role.OFFICER, BODY))
    officer = await served.officer()
    assert (await _send(sender)).status_code == 201
    opening = OPENINGS["2.5.1"]
    case = await _opened(
        officer, "restriction_fact", opening.action, {"found_on": FOUND} | opening.data | {"activity": HASH}
    )
    await served.projected()
    named = MEASURES | {"file": HASH}
    problem_of(await _acted(officer, case, "record_measures", named), 422, "invalid")
    assert (await _acted(sender, case, "record_measures", named)).status_code == 200
    assert (await _acted(officer, case, "record_measures", named, 2)).status_code == 200
    other = await _opened(
        officer,
        "restriction_fact",
        opening.action,
        {"found_on": FOUND} | opening.data | {"name": "Ким Анна", "activity": "Доля в АО"},
    )
    assert (await _acted(officer, other, "record_measures", named)).status_code == 200
