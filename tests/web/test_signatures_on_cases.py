"""Verdicts on the pages of a case and of a subtask, held to whom the entry names as the signatory."""

import hashlib
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest

from service.requests import Request
from tests.service.signatures.authority import BIN, EMPLOYEE, IIN, NOW, SIGNING, Centre, pdf, sign
from tests.serving import BODY, Served, serving
from tests.web.visiting import people, visitor
from workflows.actor import SYSTEM
from workflows.organization import Organization

PAPER = pdf()
HASH = hashlib.sha256(PAPER).hexdigest()
AT = f"/files/{HASH}/signatures?organization={BODY}"
HEAD = "p-head"
OTHER_PERSON = "Another person signed than the one who is named (IIN)"
OTHER_BODY = "The certificate is of another organisation (BIN)"
NOT_HEAD = "The certificate does not say that its owner is the first head"


@pytest.fixture
def centre(tmp_path: Path) -> Centre:
    return Centre(tmp_path / "trust")


@pytest.fixture
async def served(database_url: str, tmp_path: Path, centre: Centre) -> AsyncIterator[Served]:
    async with serving(database_url, NOW.date(), data_dir=tmp_path, trust_dir=centre.folder) as served:
        await people(served)
        yield served


async def _headed(served: Served) -> None:
    """Enter the body's BIN, and its first head with the IIN."""
    register = served.service.organizations
    entered = {"code": HEAD, "name_ru": "Ахметова Айгуль", "iin": IIN}
    await register.enter_person(entered, BODY, SYSTEM, Request.of(SYSTEM, None))
    post = {"post": "head", "kind": "first_head", "post_class": "corps_b", "title_ru": "Руководитель"}
    for action, data in (
        ("describe", {"region": "KZ-19", "bin": BIN}),
        ("establish_post", post),
        ("appoint", {"post": "head", "person": HEAD, "order_no": "1"}),
    ):
        version = await served.service.cases.version(Organization.id_of(BODY))
        await register.act(BODY, action, data | {"since": "2024-03-20"}, SYSTEM, Request.of(SYSTEM, None), version)


async def _clients(served: Served) -> tuple[httpx2.AsyncClient, httpx2.AsyncClient]:
    """The officer over HTTP and in a browser, who has sent the paper."""
    account = next(one for one in await served.service.access.accounts() if one.login == "officer")
    api = await served.client(account)
    sent = await api.post("/api/v1/files", params={"organization": BODY, "name": "отчёт.pdf"}, content=PAPER)
    assert sent.status_code == 201, sent.text
    return api, await visitor(served, "officer")


async def _act(client: httpx2.AsyncClient, case_id: str, action: str, **data: Any) -> None:
    version = (await client.get(f"/api/v1/cases/{case_id}")).headers["ETag"]
    answer = await client.post(f"/api/v1/cases/{case_id}/actions/{action}", json=data, headers={"If-Match": version})
    assert answer.status_code == 200, answer.text


async def _signed(browser: httpx2.AsyncClient, *signatures: bytes) -> None:
    for number, signature in enumerate(signatures):
        answer = await browser.post(AT, files={"signature": (f"{number}.p7s", signature)})
        assert answer.status_code == 303, answer.text


def _said_of(page: str, name: str) -> str:
    """What a page says from the status of a signer on until that of the next."""
    parts = unescape(page).split('class="status status-')
    [part] = [one for one in parts if f" {name}" in one]
    return part


async def test_a_signature_is_held_to_whom_the_entry_names(served: Served, centre: Centre) -> None:
    """Of the head who is named: valid. Somebody else's, or another body's: invalid, told apart. An employee's role: a remark."""
    await _headed(served)
    api, browser = await _clients(served)
    formed = await api.post("/api/v1/forms/2/reports", json={"organization": BODY, "period": "2024Q1"})
    assert formed.status_code == 201, formed.text
    report = formed.json()["id"]
    await _act(api, report, "check_report", checked_on="2024-03-20")
    signature = {"post": "first_head", "person": HEAD}
    await _act(api, report, "sign_form", signed_on="2024-03-20", signature=signature, file=HASH)
    await served.projected()
    await _signed(
        browser,
        await sign(PAPER, centre.head(name="ВЕРНАЯ А")),
        await sign(PAPER, centre.head(name="ДРУГАЯ Б", iin="900202400013")),
        await sign(PAPER, centre.head(name="ЧУЖАЯ В", organisation="971240001315")),
        await sign(PAPER, centre.nca.issue(SIGNING, EMPLOYEE, name="РЯДОВАЯ Г")),
    )
    page = await browser.get(f"/cases/{report}", params={"lang": "en"})
    assert page.status_code == 200, page.text
    for name, status, told in (
        ("ВЕРНАЯ А", "met", set[str]()),
        ("ДРУГАЯ Б", "overdue", {OTHER_PERSON}),
        ("ЧУЖАЯ В", "overdue", {OTHER_BODY}),
        ("РЯДОВАЯ Г", "met", {NOT_HEAD}),
    ):
        part = _said_of(page.text, name)
        assert part.startswith(status), part
        assert {text for text in (OTHER_PERSON, OTHER_BODY, NOT_HEAD) if text in part} == told, name
        assert "List of revoked certificates" in part
    asked = {"organization": BODY, "post": "first_head", "person": HEAD}
    found = (await api.get(f"/api/v1/files/{HASH}/signatures", params=asked)).json()["items"]
    assert {one["signatures"][0]["signer"]["name"]: one["signatures"][0]["problems"] for one in found} == {
        "ВЕРНАЯ А": [], "ДРУГАЯ Б": ["other_person"], "ЧУЖАЯ В": ["other_body"], "РЯДОВАЯ Г": ["not_first_head"],
    }  # fmt: skip


async def test_a_signature_shows_on_the_page_of_a_subtask(served: Served, centre: Centre) -> None:
    """Beside the evidence that it signs: who, what it is worth and why, and by a list of which day; a stale one is told as such."""
    api, browser = await _clients(served)
    assigned = {"subtask": "4.1.2", "period": "2024", "assigned_on": "2024-01-15"}
    opened = await served.service.cases.open("subtask", BODY, "assign", assigned, SYSTEM, Request.of(SYSTEM, None))
    evidence = {
        "kind": "tech_specs",
        "title": "Протокол",
        "attached_on": "2024-03-20",
        "no_state_secrets": True,
        "file": HASH,
    }
    await _act(api, str(opened.case.id), "attach_evidence", **evidence)
    await served.projected()
    at = f"/cases/{opened.case.id}"
    await _signed(
        browser, await sign(PAPER, centre.head(name="ВЕРНАЯ А")), await sign(b"x", centre.head(name="ИНАЯ Д"))
    )
    page = (await browser.get(at, params={"lang": "en"})).text
    assert _said_of(page, "ВЕРНАЯ А").startswith("met")
    other = _said_of(page, "ИНАЯ Д")
    assert other.startswith("overdue")
    assert "The signature belongs to another file" in other
    centre.publish(made_at=NOW.replace(day=5))
    assert (await browser.post(AT, data={"_again": "yes"})).status_code == 303
    stale = _said_of((await browser.get(at, params={"lang": "en"})).text, "ВЕРНАЯ А")
    assert stale.startswith("soon")
    assert "The list of revoked certificates is stale" in stale
    assert "5 Mar" in stale or "05.03.2024" in stale, stale
