"""The file of a signed form is held to the form as it was frozen: its own, a scan, something else, or surely a mistake."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx2
import msgspec
import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from service.forms.frozen import thawed
from service.forms.signed import holding
from service.forms.signed.holding import SignedForms
from service.forms.writing.pdf_file import pdf
from service.requests import Request
from tests.clearing import cleared
from tests.service.forms.test_laid_out import SHEET
from tests.service.forms.test_paper import drawn
from tests.service.package.test_package import keep
from tests.service.signatures import authority
from tests.service.signatures.authority import Centre, sign, sign_pdf
from tests.serving import BELOW, BODY, REGION, Served, problem_of, serving
from tests.stories.test_forms_over_http import ANOTHER, ROW, act, fact, form_report, got
from tests.workflows.offence_report.life import REGISTERED
from workflows.forms import Both, Mode, lay_out
from workflows.forms.sheet import para

SIGNED = {"signed_on": "2024-07-15", "signature": {"post": "first_head"}}
SEALED = "Sealed rows stand in this file"
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


@dataclass
class Desk:
    """An officer with a report of the second quarter, formed and checked."""

    served: Served
    officer: httpx2.AsyncClient
    report: str

    async def form(self, ending: str = "pdf", **asked: Any) -> bytes:
        """The form of a version as a file."""
        answer = await self.officer.get(f"/api/v1/cases/{self.report}/form.{ending}", params={"lang": "ru", **asked})
        assert answer.status_code == 200, answer.text
        return bytes(answer.content)

    async def sign(self, content: bytes, name: str = "форма.pdf", **changed: Any) -> httpx2.Response:
        """Record the signature with a file: the first time, or by a correction of that entry."""
        data = SIGNED | changed | {"file": await keep(self.officer, content, name)}
        case = await self.officer.get(f"/api/v1/cases/{self.report}")
        events = (await got(self.officer, f"/api/v1/cases/{self.report}/events"))["items"]
        entries = [one["version"] for one in events if one["type"] == "report.signed"]
        action, body = "sign_form", data
        if case.json()["state"] == "signed":
            action, body = "correct", {"corrects": entries[-1], "data": data, "reason": "Приложен другой файл"}
        return await self.officer.post(
            f"/api/v1/cases/{self.report}/actions/{action}", json=body, headers={"If-Match": case.headers["ETag"]}
        )

    async def found(self, content: bytes, name: str = "форма.pdf", **changed: Any) -> dict[str, Any]:
        """Sign with a file; gives what was found of it."""
        answer = await self.sign(content, name, **changed)
        assert answer.status_code == 200, answer.text
        case = await got(self.officer, f"/api/v1/cases/{self.report}")
        found: dict[str, Any] = case["data"]["signed"]["comparison"]
        return found

    async def refused(self, content: bytes, name: str = "форма.pdf") -> str:
        """Sign with a file that is refused; gives why."""
        wrong = problem_of(await self.sign(content, name), 422, "invalid")
        [error] = wrong["errors"]
        assert error["pointer"].endswith("/file")
        return str(error["detail"])

    async def remarks(self) -> set[str]:
        """What is remarked of the case now."""
        case = await got(self.officer, f"/api/v1/cases/{self.report}")
        return {one["code"] for one in case["remarks"]}


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """Give it."""
    async with serving(database_url, data_dir=tmp_path) as served:
        served.clock.travel(date(2024, 7, 15))
        officer = await served.officer()
        await fact(officer, ROW)
        await served.projected()
        formed = await form_report(officer)
        assert formed.status_code == 201, formed.text
        made = Desk(served, officer, formed.json()["id"])
        await act(officer, made.report, "check_report", checked_on="2024-07-15")
        yield made


def reprinted(content: bytes) -> bytes:
    """A PDF as another program writes it anew: the pages alone."""
    writer, made = PdfWriter(), BytesIO()
    for page in PdfReader(BytesIO(content)).pages:
        writer.add_page(page)
    writer.write(made)
    return made.getvalue()


def joined(*files: bytes) -> bytes:
    """A PDF with the pages of several."""
    writer, made = PdfWriter(), BytesIO()
    for file in files:
        writer.append(BytesIO(file))
    writer.write(made)
    return made.getvalue()


def stamped(content: bytes) -> bytes:
    """A PDF with a line below each of its pages."""
    writer, made = PdfWriter(clone_from=PdfReader(BytesIO(content))), BytesIO()
    [stamp] = PdfReader(BytesIO(drawn(b"BT /F 9 Tf 60 20 Td (Copy of a document) Tj ET")), strict=False).pages
    for page in writer.pages:
        page.merge_page(stamp)
    writer.write(made)
    return made.getvalue()


def unpainted(content: bytes) -> bytes:
    """A PDF with the text of another that nobody sees."""
    writer, made = PdfWriter(clone_from=PdfReader(BytesIO(reprinted(content)))), BytesIO()
    for page in writer.pages:
        painted = page.get_contents()
        assert painted is not None
        painted.set_data(painted.get_data().replace(b"BT 0 Tr", b"BT 3 Tr"))
        page[NameObject("/Contents")] = painted
    writer.write(made)
    return made.getvalue()


def unmarked(content: bytes) -> bytes:
    """A DOCX whose properties somebody cleared."""
    document, made = Document(BytesIO(content)), BytesIO()
    document.core_properties.keywords = ""
    document.save(made)
    return made.getvalue()


async def test_the_forms_own_file_is_known(desk: Desk, tmp_path: Path) -> None:
    """In every language and mode, signed inside or not, with or without the mark of the service, as PDF or DOCX, with pictures behind it."""
    head = Centre(tmp_path / "trust").head()
    for mode in Mode:
        for lang in ("ru", "kk"):
            found = await desk.found(await desk.form(mode=mode, lang=lang))
            assert (found["likeness"], found["signed_inside"], found["page"]) == ("same", False, None), (mode, lang)
    assert "signed_form_bears_no_signature" in await desk.remarks()
    signed = await desk.found(await sign_pdf(await desk.form(), head))
    assert (signed["likeness"], signed["signed_inside"]) == ("same", True)
    assert not {"signed_form_bears_no_signature", "signed_form_differs"} & await desk.remarks()
    pretended = (await desk.form()).replace(b"startxref", b"%/ByteRange [0 1 2 3]\nstartxref")
    assert not (await desk.found(pretended))["signed_inside"]
    assert (await desk.found(reprinted(await desk.form(lang="kk"))))["likeness"] == "same"
    for ending in ("pdf", "docx"):
        carries = await desk.found(await sign(await desk.form(ending), head, detached=False), "форма.p7s")
        assert (carries["likeness"], carries["signed_inside"]) == ("same", True)
    assert (await desk.found(await desk.form("docx"), "форма.docx"))["likeness"] == "same"
    assert (await desk.found(joined(await desk.form(), authority.pdf(99))))["likeness"] == "same"


async def test_a_scan_stays_valid_input(desk: Desk) -> None:
    """A PDF without text and a picture are scans: there is nothing to compare, and nothing to remark about that.

    So is one with pages of the signatures behind it, and one in which a program read the picture: what it took it for lies over it
    unseen, be it the very form.
    """
    assert (await desk.found(authority.pdf(2)))["likeness"] == "scan"
    for recognised in (await desk.form(), await desk.form(mode="verbatim", lang="kk")):
        assert (await desk.found(unpainted(recognised)))["likeness"] == "scan"
    assert (await desk.found(PICTURE, "скан.jpg"))["likeness"] == "scan"
    signatures = await pdf(SHEET)
    assert (await desk.found(joined(authority.pdf(2), signatures, signatures)))["likeness"] == "scan"
    assert not {code for code in await desk.remarks() if code.startswith("signed_form_")}


async def test_another_text_is_recorded_with_the_first_difference(desk: Desk) -> None:
    """Whoever signed something else signed it: the entry says on which page what stands and what the form says; the page shows it.

    What stands there besides all that the form says is told as such: systems that send documents stamp their pages.
    """
    events = (await got(desk.officer, f"/api/v1/cases/{desk.report}/events"))["items"]
    content = thawed(await desk.served.service.files.read(BODY, events[0]["data"]["snapshot"]))
    [line] = content.lines
    other = msgspec.structs.replace(line, cells=(Both("Доля передана в срок", "Үлес берілді"),))
    found = await desk.found(await pdf(lay_out(msgspec.structs.replace(content, lines=(other,)), Mode.CLEAN, "ru")))
    assert (found["likeness"], found["page"]) == ("different", 2)
    assert found["stands"].startswith("Доля передана")
    assert found["form_says"]
    assert found["form_says"] != found["stands"]
    assert "signed_form_differs" in await desk.remarks()

    document = Document(BytesIO(await desk.form("docx")))
    document.add_paragraph("Согласовано")
    made = BytesIO()
    document.save(made)
    found = await desk.found(made.getvalue(), "форма.docx")
    assert (found["likeness"], found["stands"], found["form_says"]) == ("supplemented", "Согласовано", None)
    assert "signed_form_says_more" in await desk.remarks()
    found = await desk.found(stamped(await desk.form(mode="verbatim")))
    assert (found["likeness"], found["page"], found["stands"]) == ("supplemented", 1, "Copy of a document")


async def test_another_version_is_refused(desk: Desk) -> None:
    """The first version is not signed in place of the second: known by its mark, or by its text if that was lost."""
    first = await desk.form()
    await act(desk.officer, desk.report, "reopen_report", reopened_on="2024-07-15", reason="Ещё один факт")
    await fact(desk.officer, ANOTHER)
    await desk.served.projected()
    assert (await form_report(desk.officer)).status_code == 201
    await act(desk.officer, desk.report, "check_report", checked_on="2024-07-15")
    for file in (first, reprinted(first), stamped(reprinted(first)), await desk.form(version=1, mode="verbatim")):
        assert await desk.refused(file) == "This is version 1 of the report: version 2 is to be signed."
    assert (await desk.found(await desk.form()))["likeness"] == "same"
    answer = await desk.sign(first)
    assert problem_of(answer, 422, "invalid")["errors"][0]["pointer"] == "#/data/file"


async def test_another_report_is_refused(desk: Desk) -> None:
    """That of a body below, of another quarter, with the bodies below: each is named, though letter for letter they may say the same."""
    below = await desk.served.officer(BELOW)
    asked = f"organization={BELOW}&period=2024Q2&lang=ru&mode=verbatim"
    theirs = await below.get(f"/api/v1/forms/2/file.pdf?{asked}")
    assert f"Appendix 2, {BELOW} ({BELOW}), 2024Q2" in await desk.refused(theirs.content)
    quarter = await desk.officer.get(f"/api/v1/forms/2/file.docx?organization={BODY}&period=2024Q1&mode=verbatim")
    assert f"Appendix 2, {BODY} ({BODY}), 2024Q1" in await desk.refused(quarter.content, "форма.docx")
    whole = await desk.officer.get(f"/api/v1/forms/2/file.pdf?organization={BODY}&period=2024Q2&consolidated=true")
    assert (
        await desk.refused(whole.content) == "This is the form with the bodies below: the report is on the body's own."
    )


@pytest.mark.parametrize("mode", ["clean", "verbatim"])
async def test_a_form_with_sealed_rows_is_refused(desk: Desk, tmp_path: Path, mode: str) -> None:
    """What somebody cleared prints for themselves says above that it is not signed, and is not taken: the report is not sealed.

    Nor is it without the mark of the service, which a program that prints it anew leaves out, or as a scan that a program has read.
    """
    account = await cleared(desk.served, BODY)
    actor = await desk.served.service.access.actor(account)
    found = REGISTERED | {"found_on": "2024-05-06"}
    await desk.served.service.cases.open(
        "offence_report", BODY, "register_offence", found, actor, Request.of(actor, None)
    )
    await desk.served.projected()
    reader = await desk.served.client(account)
    for ending, text in (("pdf", _text_of_pdf), ("docx", _text_of_docx)):
        address = f"/api/v1/forms/2/file.{ending}?organization={BODY}&period=2024Q2&lang=ru&mode={mode}"
        sealed = (await reader.get(address)).content
        assert REGISTERED["offence"]["offender"] in text(sealed)
        assert "эта форма не подписывается" in text(sealed)
        anew = [reprinted(sealed), unpainted(sealed)] if ending == "pdf" else [unmarked(sealed)]
        for file in (sealed, *anew):
            assert (await desk.refused(file, f"форма.{ending}")).startswith(SEALED)
        own = (await desk.officer.get(address)).content
        assert "эта форма не подписывается" not in text(own)
    sealed_pdf = (await reader.get(f"/api/v1/forms/2/file.pdf?organization={BODY}&period=2024Q2&mode={mode}")).content
    carried = await sign(sealed_pdf, Centre(tmp_path / "trust").head(), detached=False)
    assert (await desk.refused(carried, "форма.p7s")).startswith(SEALED)
    workbook = await reader.get(f"/api/v1/forms/2/file.xlsx?organization={BODY}&period=2024Q2&lang=kk&mode={mode}")
    assert (await desk.refused(workbook.content, "форма.xlsx")).startswith(SEALED)
    assert (await desk.refused(_text_of_pdf(sealed_pdf).encode(), "форма.txt")).startswith(SEALED)


def _text_of_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def _text_of_docx(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return " ".join([*(one.text for one in document.paragraphs), *cells])


async def test_a_closed_file_is_refused_and_an_unreadable_one_remarked(desk: Desk, tmp_path: Path) -> None:
    """What needs a password nobody who receives it can read; what cannot be compared is looked at by people, as a signature alone."""
    writer, made = PdfWriter(clone_from=PdfReader(BytesIO(await desk.form()))), BytesIO()
    writer.encrypt("тайна", algorithm="AES-256")
    writer.write(made)
    assert "password" in await desk.refused(made.getvalue())
    assert (await desk.found(b"%PDF-1.7\nnothing else\n%%EOF"))["likeness"] == "not_compared"
    assert "signed_form_not_compared" in await desk.remarks()
    assert (await desk.found(await desk.form("xlsx"), "форма.xlsx"))["likeness"] == "not_compared"
    alone = await desk.found(await sign(await desk.form(), Centre(tmp_path / "trust").head()), "форма.p7s")
    assert (alone["likeness"], alone["signed_inside"]) == ("not_compared", True)


async def test_nobody_says_for_the_service_what_it_found(desk: Desk) -> None:
    """What is sent as the finding is replaced by it; without a file nothing is found."""
    said = {"likeness": "same", "signed_inside": True}
    assert (await desk.found(authority.pdf(), comparison=said))["likeness"] == "scan"
    case = await desk.officer.get(f"/api/v1/cases/{desk.report}")
    events = (await got(desk.officer, f"/api/v1/cases/{desk.report}/events"))["items"]
    number = next(one["version"] for one in events if one["type"] == "report.signed")
    body = {"corrects": number, "data": SIGNED | {"comparison": said}, "reason": "Файла нет"}
    answer = await desk.officer.post(
        f"/api/v1/cases/{desk.report}/actions/correct", json=body, headers={"If-Match": case.headers["ETag"]}
    )
    assert answer.status_code == 200, answer.text
    assert (await got(desk.officer, f"/api/v1/cases/{desk.report}"))["data"]["signed"]["comparison"] is None


async def test_what_was_the_form_stays_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A later release may print forms in other words: another day in the entry does not make another paper of the file that it names."""
    file, other = await desk.form(), reprinted(await desk.form())
    assert (await desk.found(file))["likeness"] == "same"
    monkeypatch.setattr(holding, "lay_out", lambda *form: replace(lay_out(*form), title=(para("СВЕДЕНИЯ"),)))
    desk.served.service.cases.papers = SignedForms(desk.served.service.files, asyncio.Semaphore())
    desk.served.clock.travel(date(2024, 7, 16))
    assert (await desk.found(file, signed_on="2024-07-16"))["likeness"] == "same"
    assert (await desk.found(other))["likeness"] == "different"
    assert (await desk.found(file))["likeness"] == "different"


async def test_of_two_files_sent_at_once_one_is_recorded_with_what_was_found_of_it(desk: Desk) -> None:
    """Both are compared meanwhile; whoever comes second is told that the case has moved on, and nothing is mixed up."""
    files = {"same": (await desk.form(), "форма.pdf"), "scan": (PICTURE, "скан.jpg")}
    answers = await asyncio.gather(*(desk.sign(*sent) for sent in files.values()))
    assert sorted(one.status_code for one in answers) == [200, 412]
    [(likeness, _)] = [one for one, answer in zip(files.items(), answers, strict=True) if answer.status_code == 200]
    signed = (await got(desk.officer, f"/api/v1/cases/{desk.report}"))["data"]["signed"]
    assert signed["comparison"]["likeness"] == likeness


async def test_above_reads_what_was_found(desk: Desk) -> None:
    """The body above sees on the case, and in its history, that the signed file says something else."""
    document = Document(BytesIO(await desk.form("docx")))
    document.paragraphs[1].text = "Иное управление"
    made = BytesIO()
    document.save(made)
    assert (await desk.found(made.getvalue(), "форма.docx"))["stands"].startswith("Иное управление")
    above = await desk.served.officer(REGION)
    events = (await got(above, f"/api/v1/cases/{desk.report}/events"))["items"]
    assert events[-1]["data"]["comparison"]["likeness"] == "different"
