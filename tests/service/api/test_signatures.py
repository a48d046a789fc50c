"""Signatures over HTTP."""

import hashlib
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest

from service.api.shapes.signatures import Verifications
from service.signatures.local import LONGEST_SIGNATURE
from tests.clearing import cleared
from tests.service.signatures.authority import BIN, IIN, NOW, Centre, pdf, sign, sign_pdf
from tests.serving import BELOW, BODY, OTHER, Served, problem_of, serving
from tests.workflows.offence_report.life import REGISTERED, REPORTED

PAPER = pdf()
HASH = hashlib.sha256(PAPER).hexdigest()
FILES = "/api/v1/files"
AT = f"{FILES}/{HASH}/signatures"
WHOSE = {"organization": BODY}


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


@pytest.fixture
async def served(database_url: str, tmp_path: Path, centre: Centre) -> AsyncIterator[Served]:
    async with serving(database_url, NOW.date(), data_dir=tmp_path, trust_dir=centre.folder) as served:
        yield served


async def _send(client: httpx2.AsyncClient, content: bytes = PAPER, name: str = "справка.pdf") -> httpx2.Response:
    return await client.post(FILES, params=WHOSE | {"name": name}, content=content)


def _found(response: httpx2.Response, status: int = 200) -> list[dict[str, Any]]:
    assert response.status_code == status, response.text
    msgspec.convert(response.json(), Verifications)
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def test_a_signature_is_added_read_and_got_back(served: Served, centre: Centre) -> None:
    """It is answered with who signed and what it is worth, in codes and in the caller's language, and stays with its file."""
    client = await served.officer()
    await _send(client)
    signature = await sign(PAPER, centre.head())
    [made] = _found(await client.post(AT, params=WHOSE, content=signature), 201)
    [one] = made["signatures"]
    assert (one["outcome"], one["problems"], one["said"]) == ("valid", [], [])
    assert (one["signer"]["iin"], one["signer"]["bin"]) == (IIN, BIN)
    assert one["signer"]["roles"] == ["legal_person", "first_head"]
    assert _found(await client.get(AT, params=WHOSE)) == [made]
    got = await client.get(made["signature_file"])
    assert (got.content, got.headers["content-type"]) == (signature, "application/pkcs7-signature")
    assert "attachment" in got.headers["content-disposition"]
    again = _found(await client.post(f"{AT}/verify", params=WHOSE))
    assert _found(await client.get(AT, params=WHOSE)) == [*again, made]


async def test_what_is_wrong_is_said_and_recorded(served: Served, centre: Centre) -> None:
    """A signature over another file is kept with its fault, told as a code and in words."""
    client = await served.officer()
    await _send(client)
    [made] = _found(await client.post(AT, params=WHOSE, content=await sign(b"other", centre.head())), 201)
    [one] = made["signatures"]
    assert (one["outcome"], one["problems"]) == ("invalid", ["other_file"])
    assert one["said"][0].startswith("The signature belongs to another file")


async def test_a_signed_pdf_is_verified_when_it_comes(served: Served, centre: Centre) -> None:
    """What it brings with it needs no further request."""
    client = await served.officer()
    sent = await _send(client, await sign_pdf(PAPER, centre.head()))
    [made] = _found(await client.get(f"{FILES}/{sent.json()['sha256']}/signatures", params=WHOSE))
    [one] = made["signatures"]
    assert (made["signature"], one["form"], one["outcome"]) == (None, "pdf", "valid")
    assert (one["revision"], one["revisions"], one["after"]) == (2, 2, "nothing")


async def test_a_signature_is_held_to_a_claim(served: Served, centre: Centre) -> None:
    """Who is said to have signed, in which post: a role that does not fit is a remark."""
    client = await served.officer()
    await _send(client)
    owner = centre.nca.issue("1.3.6.1.5.5.7.3.4", "1.2.398.3.3.4.1.2.5")
    await client.post(AT, params=WHOSE, content=await sign(PAPER, owner))
    for post, problems in (
        ("first_head", ["not_first_head"]),
        ("apparatus_head", ["no_signing_role"]),
        ("specialist", []),
    ):
        [found] = _found(await client.get(AT, params=WHOSE | {"post": post}))
        assert [(one["problems"], one["outcome"]) for one in found["signatures"]] == [(problems, "valid")]
    problem_of(await client.get(AT, params=WHOSE | {"post": "king"}), 400, "bad-query")


async def test_signatures_are_for_those_who_may_have_the_file(served: Served, centre: Centre) -> None:
    """Until a case names it, a file and its signatures are its sender's; elsewhere they are not to be seen."""
    client = await served.officer()
    await _send(client)
    signature = await sign(PAPER, centre.head())
    [made] = _found(await client.post(AT, params=WHOSE, content=signature), 201)
    others = (await served.supervisor(), 404), (await served.officer(BELOW), 403), (await served.officer(OTHER), 403)
    for other, status in others:
        for answer in (
            await other.get(AT, params=WHOSE),
            await other.post(AT, params=WHOSE, content=signature),
            await other.post(f"{AT}/verify", params=WHOSE),
            await other.get(made["signature_file"]),
        ):
            assert answer.status_code == status
    problem_of(await served.anonymous().get(AT, params=WHOSE), 401, "unauthenticated")


async def test_wrong_requests_are_told_apart(served: Served, centre: Centre) -> None:
    """No such file or signature, another type, garbage, too much, nothing to verify."""
    client = await served.officer()
    signature = await sign(PAPER, centre.head())
    problem_of(await client.post(AT, params=WHOSE, content=signature), 404, "unknown")
    await _send(client)
    problem_of(await client.post(AT, params=WHOSE | {"name": "a.pdf"}, content=PAPER), 415, "file-not-accepted")
    problem_of(await client.post(AT, params=WHOSE, content=b"garbage"), 415, "file-not-accepted")
    problem_of(await client.post(AT, params=WHOSE, content=bytes(LONGEST_SIGNATURE + 1)), 413, "too-large")
    problem_of(await client.post(AT, params=WHOSE, files={"file": ("a.p7s", signature)}), 400, "bad-request")
    problem_of(await client.post(f"{AT}/verify", params=WHOSE), 404, "unknown")
    problem_of(await client.get(f"{AT}/{HASH}", params=WHOSE), 404, "unknown")
    assert _found(await client.get(AT, params=WHOSE)) == []


async def test_signatures_of_a_sealed_file_are_sealed(served: Served, centre: Centre) -> None:
    """Only those cleared for the case see who signed its file, and that they looked is recorded."""
    served.clock.travel(date(2024, 7, 15))
    reader, officer = await served.client(await cleared(served, BODY)), await served.officer()
    await _send(reader)
    opened = await reader.post(
        "/api/v1/cases",
        json={"workflow": "offence_report", "organization": BODY, "action": "register_offence", "data": REGISTERED},
    )
    address = f"/api/v1/cases/{opened.json()['id']}/actions/report_offence"
    assert (await reader.post(address, json=REPORTED | {"file": HASH}, headers={"If-Match": '"1"'})).status_code == 200
    await served.projected()
    assert (await reader.post(AT, params=WHOSE, content=await sign(PAPER, centre.head()))).status_code == 201
    before = served.events()
    assert len(_found(await reader.get(AT, params=WHOSE))) == 1
    assert served.events() == before + 1, "the reading is an event"
    for client in (officer, await served.supervisor()):
        problem_of(await client.get(AT, params=WHOSE), 404, "unknown")
