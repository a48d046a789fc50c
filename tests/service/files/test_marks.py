"""Forms of ours among the evidence: those with sealed rows stand in sealed cases alone."""

from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import httpx2
import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter

from events.sealing import seal_in_use
from service.files.archives import properties
from service.requests import Request
from tests.clearing import cleared
from tests.service.files.samples import PDF, docx
from tests.service.package.test_package import PAPER, keep, ordered
from tests.service.signatures.authority import Centre, sign
from tests.serving import BODY, Served, problem_of, serving
from tests.workflows.offence_report.life import REGISTERED, REPORTED
from tests.workflows.risk_analysis.life import ORDER

FORM = f"/api/v1/forms/2/file.{{}}?organization={BODY}&period=2024Q2&lang=ru"
WHY = "Sealed rows stand in this file, and everybody who sees the case could read them: take the form as the page of its report prints it"


@pytest.fixture
async def served(database_url: str, tmp_path: Path) -> AsyncIterator[Served]:
    """A site in July."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        yield served


async def reader_with_offence(served: Served) -> tuple[httpx2.AsyncClient, str]:
    """Somebody cleared, who registered an offence of the second quarter; gives their client and its case."""
    account = await cleared(served, BODY)
    actor = await served.service.access.actor(account)
    found = REGISTERED | {"found_on": "2024-05-06"}
    opened = await served.service.cases.open(
        "offence_report", BODY, "register_offence", found, actor, Request.of(actor, None)
    )
    await served.projected()
    return await served.client(account), str(opened.case.id)


async def act(client: httpx2.AsyncClient, case_id: str, action: str, data: dict[str, Any]) -> httpx2.Response:
    """Take an action on a case as it is."""
    etag = (await client.get(f"/api/v1/cases/{case_id}")).headers["ETag"]
    return await client.post(f"/api/v1/cases/{case_id}/actions/{action}", json=data, headers={"If-Match": etag})


def refusal(answer: httpx2.Response) -> tuple[str, str]:
    """Where a command is refused, and why."""
    [error] = problem_of(answer, 422, "invalid")["errors"]
    return error["pointer"], error["detail"]


@pytest.mark.parametrize("ending", ["pdf", "docx", "xlsx"])
async def test_a_form_with_sealed_rows_is_no_evidence_of_an_open_case(served: Served, ending: str) -> None:
    """Whichever field names it, at the opening, later and in a correction: it is refused; the form without those rows is taken."""
    reader, _ = await reader_with_offence(served)
    head, name = await served.signatory(), f"форма.{ending}"
    sealed = await keep(head, (await reader.get(FORM.format(ending))).content, name)
    own = await keep(head, (await head.get(FORM.format(ending))).content, name)
    assert sealed != own
    body = {"workflow": "risk_analysis", "organization": BODY, "action": "order", "data": ORDER | {"file": sealed}}
    where, why = refusal(await head.post("/api/v1/cases", json=body))
    assert (where, why.startswith(WHY)) == ("#/data/file", True)
    order = await ordered(head, file=own)
    corrected = {"corrects": 1, "data": ORDER | {"file": sealed}, "reason": "Другой файл"}
    where, why = refusal(await act(head, order, "correct", corrected))
    assert (where.endswith("/data/file"), why.startswith(WHY)) == (True, True)


async def test_a_sealed_case_keeps_it(served: Served) -> None:
    """What those alone see who are cleared may have such a form among its evidence."""
    reader, case_id = await reader_with_offence(served)
    sealed = await keep(reader, (await reader.get(FORM.format("pdf"))).content, "форма.pdf")
    answer = await act(reader, case_id, "report_offence", REPORTED | {"file": sealed})
    assert answer.status_code == 200, answer.text


async def test_a_mark_is_read_where_there_is_one(served: Served, tmp_path: Path) -> None:
    """Written anew by another program with its properties, as another type, with other keywords beside it, or in a signature, the form is known; any other file, a damaged one too, has no mark."""
    reader, _ = await reader_with_offence(served)
    form = (await reader.get(FORM.format("pdf"))).content
    writer, packed = PdfWriter(clone_from=PdfReader(BytesIO(form))), BytesIO()
    writer.compress_identical_objects()
    writer.write(packed)
    plain, kept, text = BytesIO(), BytesIO(), BytesIO()
    Document().save(plain)
    document = Document(BytesIO((await reader.get(FORM.format("docx"))).content))
    document.core_properties.keywords += ", на подпись"
    document.save(kept)
    with ZipFile(text, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office:document-content/>")
        archive.writestr("meta.xml", f"<meta:keyword>{document.core_properties.keywords}</meta:keyword>")
    head, files, signer = await served.signatory(), served.service.files, Centre(tmp_path / "trust").head()
    for content, name, is_sealed in (
        (packed.getvalue(), "форма.pdf", True),
        (PDF, "протокол.pdf", None),
        (b"%PDF-1.7\n/Keywords\n%%EOF", "повреждён.pdf", None),
        (plain.getvalue(), "письмо.docx", None),
        (kept.getvalue(), "форма.docx", True),
        (text.getvalue(), "форма.odt", True),
        (await sign(form, signer, detached=False), "форма.p7s", True),
        (b64encode(await sign(kept.getvalue(), signer, detached=False)), "форма.cms", True),
        (await sign(form, signer), "подпись.p7s", None),
        (await sign(PDF, signer, detached=False), "протокол.p7s", None),
    ):
        mark = await files.mark(BODY, await keep(head, content, name))
        assert (mark and mark.sealed) == is_sealed, name


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:-1] + b"x")])
async def test_a_file_that_was_lost_is_to_be_sent_again(served: Served, harm: Callable[[Path], Any]) -> None:
    """Whoever names a file whose content is gone or damaged is told to send it again; sent again, it is taken."""
    head = await served.signatory()
    order = await keep(head, PAPER, "приказ.pdf")
    address = seal_in_use().address(BODY, order)
    path = await served.service.files.contents.path(address)
    assert path is not None
    harm(path)
    body = {"workflow": "risk_analysis", "organization": BODY, "action": "order", "data": ORDER | {"file": order}}
    where, why = refusal(await head.post("/api/v1/cases", json=body))
    assert (where, why) == ("#/data/file", "What was kept of this file is lost or damaged: send the file again.")
    assert await keep(head, PAPER, "приказ.pdf") == order
    assert (await head.post("/api/v1/cases", json=body)).status_code == 201


def test_of_what_a_document_says_of_itself_little_is_read() -> None:
    """However many parts an archive has for it, and however large each claims to be, some three million bytes are unpacked at most."""
    many = {f"{number}.psmdcp": "tbn4-form/" + "0" * 3_000_000 for number in range(20)}
    told = properties(BytesIO(docx(**many)))
    assert told.startswith(b"tbn4-form/")
    assert len(told) < 3_100_000
    assert (
        properties(BytesIO(docx(**{"docProps/core.xml": "<cp:keywords>x</cp:keywords>"})))
        == b"<cp:keywords>x</cp:keywords>"
    )
    assert properties(BytesIO(b"no archive")) == b""
