"""Forms with files, as a browser without JavaScript sends them."""

import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from service import recall
from service.cases import Cases
from service.requests import Request
from tests.service.files.proof import Proof, ProofWorkflow
from tests.service.files.samples import JPEG, PAGE, PDF, PNG, stream
from tests.serving import BODY, OTHER, Served, serving
from tests.web.visiting import people, visitor
from workflows import registry

NEW = "/cases/new/proof/prove"
HASH, JPEG_HASH, PNG_HASH = (hashlib.sha256(content).hexdigest() for content in (PDF, JPEG, PNG))
Sent = list[tuple[str, tuple[str | None, bytes]]]


@pytest.fixture
async def served(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Served]:
    kinds: dict[Any, Any] = recall._KINDS
    for known, key in ((registry.WORKFLOWS, "proof"), (registry.KINDS, "proof"), (kinds, Proof)):
        monkeypatch.setitem(known, key, ProofWorkflow)
    async with serving(database_url, data_dir=tmp_path, max_file=100_000) as served:
        await people(served)
        yield served


Part = tuple[str, bytes] | tuple[str, str, bytes]


def _form(*parts: Part, **typed: str) -> Sent:
    """Give a form as browsers send it: texts without a file name, files with one, a field without a choice with an empty one."""
    texts: Sent = [(name, (None, value.encode())) for name, value in {"_key": "one", "_version": "0", **typed}.items()]
    return texts + [(part[0], (part[1], part[2]) if len(part) == 3 else (None, part[1])) for part in parts]


async def _send(client: httpx2.AsyncClient, address: str, form: Sent) -> httpx2.Response:
    boundary = "x" * 20
    made = b""
    for name, (file, content) in form:
        named = f'; filename="{file}"' if file is not None else ""
        made += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'.encode() + content + b"\r\n"
        )
    headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return await client.post(address, content=made + f"--{boundary}--\r\n".encode(), headers=headers)


def _kept(text: str) -> list[tuple[str, str]]:
    """Give the fields and hashes of the files that a form shows as kept."""
    return re.findall(r'type="checkbox" id="[^"]+-kept-\d+" name="([^"]+)" value="([0-9a-f]{64})" checked', text)


async def _events(served: Served) -> list[dict[str, Any]]:
    client = await served.officer()
    cases = (await client.get("/api/v1/cases", params={"at_least": served.events()})).json()["items"]
    assert len(cases) == 1
    return [event["data"] for event in (await client.get(f"{cases[0]['href']}/events")).json()["items"]]


async def test_a_form_asks_for_files(served: Served) -> None:
    """A field for a file lets one be chosen of the accepted types, a list several; a form without such fields stays as it was."""
    client = await visitor(served, "officer")
    text = (await client.get(NEW)).text
    assert 'enctype="multipart/form-data"' in text
    assert re.search(r'type="file" id="f-report" name="report" accept="\.pdf,\.docx,[^"]*"(?! multiple)', text)
    assert re.search(r'type="file" id="f-photos" name="photos" accept="[^"]*" multiple', text)
    assert "PDF, DOCX, XLSX, ODT, ODS, JPEG, PNG, TIFF, P7S, CMS, TXT, CSV; каждый не больше 0.1 МБ." in text
    head = await visitor(served, "head")
    assert "multipart" not in (await head.get("/cases/new/risk_analysis/announce_start")).text


async def test_files_of_a_form_are_kept_and_named_by_the_event(served: Served) -> None:
    """What was chosen is kept for the case's organisation, and its hashes stand in the event: one, several, in rows, or none."""
    client = await visitor(served, "officer")
    form = _form(
        ("report", "Отчёт «№ 1».pdf", PDF), ("signature", "", b""), ("photos", "а.jpg", JPEG), ("photos", "б.png", PNG),
        ("attachments.0.scan", "../скан.png", PNG),
        title="Встреча", **{"attachments.0.title": "Приказ"},
    )  # fmt: skip
    answer = await _send(client, NEW, form)
    assert answer.status_code == 303, answer.text
    [data] = await _events(served)
    assert data == {
        "title": "Встреча", "report": HASH, "signature": None, "photos": [JPEG_HASH, PNG_HASH],
        "attachments": [{"title": "Приказ", "scan": PNG_HASH}],
    }  # fmt: skip
    stored = await served.service.files.all_known(BODY, [HASH, JPEG_HASH, PNG_HASH])
    assert {one.name for one in stored.values()} == {"Отчёт «№ 1».pdf", "а.jpg", "б.png"}
    page = (await client.get(answer.headers["location"])).text
    link = re.search(rf'<a href="(/files/{HASH}\?organization=[^"]+)" download>Отчёт «№ 1».pdf</a>', page)
    assert link
    assert f"{len(PDF)} байт" in page
    assert f">{HASH[:8]}</code>" in page
    got = await client.get(link[1])
    assert (got.status_code, got.content) == (200, PDF)
    assert got.headers["content-disposition"].startswith("attachment")
    assert (await client.get(f"/files/{HASH}", params={"organization": OTHER})).status_code == 403
    assert (await (await visitor(served)).get(link[1])).status_code == 303


async def test_nothing_is_sent_twice_when_a_field_is_wrong(served: Served) -> None:
    """A form that comes back shows what is kept already, and is right once the other field is; a choice taken back is gone."""
    client = await visitor(served, "officer")
    before = served.events()
    wrong = await _send(client, NEW, _form(("report", "отчёт.pdf", PDF), ("photos", "а.jpg", JPEG), title=""))
    assert wrong.status_code == 422
    assert _kept(wrong.text) == [("report", HASH), ("photos", JPEG_HASH)]
    assert f"принят: отчёт.pdf, {len(PDF)} байт" in wrong.text
    assert served.events() == before
    more = _form(("report", HASH.encode()), ("report", "", b""), ("photos", "б.png", PNG), title="")
    again = await _send(client, NEW, more)
    assert _kept(again.text) == [("report", HASH), ("photos", PNG_HASH)]
    both: list[Part] = [("photos", JPEG_HASH.encode()), ("photos", PNG_HASH.encode()), ("report", "", b"")]
    answer = await _send(client, NEW, _form(("report", HASH.encode()), *both, title="Встреча"))
    assert answer.status_code == 303, answer.text
    [data] = await _events(served)
    assert (data["report"], data["photos"]) == (HASH, [JPEG_HASH, PNG_HASH])


async def test_another_choice_replaces_the_kept_file(served: Served) -> None:
    """Of a field for one file the newly chosen counts alone, unless it is refused: then the kept one stays."""
    client = await visitor(served, "officer")
    await _send(client, NEW, _form(("report", "отчёт.pdf", PDF), title=""))
    for chosen, counts in ((("скан.png", PNG), PNG_HASH), (("скан.png", PAGE), HASH)):
        form = _form(("report", HASH.encode()), ("report", *chosen), title="")
        assert _kept((await _send(client, NEW, form)).text) == [("report", counts)]


async def test_a_refused_file_is_told_at_its_field(served: Served) -> None:
    """A wrong or too large file is named at its field in the reader's language; nothing is recorded, the right ones are kept."""
    client = await visitor(served, "officer")
    form = _form(
        ("report", "отчёт.pdf", PAGE), ("photos", "а.jpg", JPEG), ("photos", "б.jpg", b"\xff\xd8\xff" + bytes(100_000)),
        title="Встреча",
    )  # fmt: skip
    before = served.events()
    answer = await _send(client, NEW, form)
    assert answer.status_code == 422
    text = answer.text
    assert "«отчёт.pdf»: Содержимое — не PDF или повреждено: похоже на веб-страницу. Принимаются: PDF," in text
    assert "«б.jpg»: Файл больше 0.1 МБ." in text
    assert '<a href="#f-report">' in text
    assert 'value="Встреча"' in text
    assert _kept(text) == [("photos", JPEG_HASH)]
    assert served.events() == before


async def test_rows_with_files_come_and_go(served: Served) -> None:
    """Adding a row keeps the files chosen so far, and a removed row takes its own with it."""
    client = await visitor(served, "officer")
    text = (
        await _send(
            client, NEW, _form(("attachments.0.scan", "скан.png", PNG), ("report", "о.pdf", PDF), _add="attachments")
        )
    ).text
    assert _kept(text) == [("report", HASH), ("attachments.0.scan", PNG_HASH)]
    assert 'name="attachments.1.scan"' in text
    form = _form(("attachments.0.scan", PNG_HASH.encode()), ("report", HASH.encode()), _remove="attachments.0")
    assert _kept((await _send(client, NEW, form)).text) == [("report", HASH)]


async def test_a_correction_begins_with_the_files_there_are(served: Served) -> None:
    """The form of a correction shows the files of the entry; the history shows which took the place of which."""
    client = await visitor(served, "officer")
    location = (await _send(client, NEW, _form(("report", "о.pdf", PDF), title="Встреча"))).headers["location"]
    case = location.partition("?")[0]
    text = (await client.get(f"{case}/actions/correct", params={"corrects": "1"})).text
    assert _kept(text) == [("data.report", HASH)]
    form = _form(
        ("data.report", HASH.encode()), ("data.report", "скан.png", PNG),
        **{"data.title": "Встреча", "corrects": "1", "reason": "Не тот файл", "_version": "1", "_key": "two"},
    )  # fmt: skip
    answer = await _send(client, f"{case}/actions/correct", form)
    assert answer.status_code == 303, answer.text
    page = (await client.get(case)).text
    assert re.search(r"<del>.*о\.pdf.*</del> <ins>.*скан\.png.*</ins>", page, re.DOTALL)


async def test_a_file_that_is_not_kept_is_shown_as_such(served: Served) -> None:
    """A hash behind which the organisation keeps nothing is shown without a name or link, and no form takes it for kept."""
    account = next(a for a in await served.service.access.accounts() if a.login == "officer")
    actor = await served.service.access.actor(account)
    await served.service.files.keep(stream(PDF), "чужой.pdf", actor, OTHER)
    data = {"title": "Встреча", "report": HASH}
    of_old = Cases(served.service.pool, served.service.committer, served.clock, served.service.register)
    result = await of_old.open("proof", BODY, "prove", data, actor, Request.of(actor, None))
    client = await visitor(served, "officer")
    page = (await client.get(f"/cases/{result.case.id}")).text
    assert "файл, которого здесь нет" in page
    assert "чужой" not in page
    assert f"/files/{HASH}" not in page
    assert "Attachments" not in page, "what is empty is left out"
    form = _form(("report", HASH.encode()), title="")
    assert _kept((await _send(client, NEW, form)).text) == []


def _pictures(n: int) -> list[tuple[str, str, bytes]]:
    """Give pictures of 95 KB for a form, each another."""
    return [("photos", f"{i}.jpg", JPEG + bytes(95_000) + str(i).encode()) for i in range(n)]


async def test_a_form_with_files_may_be_larger_than_other_bodies(served: Served) -> None:
    """Together the files of a form have a limit of their own; a form that others may send, and a larger one, are refused."""
    client = await visitor(served, "officer")
    assert (await _send(client, NEW, _form(*_pictures(14), title="Встреча"))).status_code == 413
    assert (await _send(client, "/login", _form(("login", "о.pdf", bytes(1_100_000))))).status_code == 413
    assert await served.service.files.count() == 0
    answer = await _send(client, NEW, _form(*_pictures(11), ("report", "о.pdf", PDF), title="Встреча"))
    assert answer.status_code == 303, answer.text
    assert await served.service.files.count() == 12


async def test_forms_from_elsewhere_and_fields_that_are_none_are_refused(served: Served) -> None:
    """A form with files is held to its origin as any other, and a file to a field that takes one; nothing is kept."""
    client = await visitor(served, "officer")
    form = _form(("report", "о.pdf", PDF), title="Встреча")
    for headers in ({"Origin": "https://elsewhere.example"}, {"Origin": served.url, "Sec-Fetch-Site": "cross-site"}):
        foreign = served.anonymous(**headers)
        foreign.cookies = client.cookies
        assert (await _send(foreign, NEW, form)).status_code == 403
    assert (await _send(client, NEW, _form(("title", "о.pdf", PDF)))).status_code == 404
    assert await served.service.files.count() == 0
    assert (await _send(client, NEW, form)).status_code == 303
