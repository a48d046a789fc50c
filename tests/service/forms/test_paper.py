"""Reading what a file says, whatever it is: hostile files cost what they may, and are told as not readable."""

import re
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.stamp import TextStampStyle
from pypdf import PdfReader, PdfWriter

from service.forms.signed import paper
from service.forms.signed.paper import read
from service.forms.writing.docx_file import docx
from service.forms.writing.pdf_file import pdf
from tests.service.signatures.authority import Centre, sign_pdf
from tests.workflows.forms.samples import form, line
from workflows.forms import Mark, Mode, Said, lay_out

CONTENT = form(2, line("2.3.1", "Первый факт"), said=Said.NIL, period="2024Q2")
SHEET = lay_out(CONTENT, Mode.CLEAN, "kk")
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def changed(document: bytes, part: str, content: bytes) -> bytes:
    """A DOCX with another part in place of its own."""
    made = BytesIO()
    with ZipFile(BytesIO(document)) as parts, ZipFile(made, "w", ZIP_DEFLATED) as into:
        for name in parts.namelist():
            into.writestr(name, content if name == part else parts.read(name))
    return made.getvalue()


def drawn(stream: bytes, form: bytes = b"") -> bytes:
    """A PDF of one page with a content stream, packed, that may show text in the font F and a form X."""
    with_font = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>/XObject<</X 5 0 R>>>>"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R%s>>" % with_font,
        _packed(stream),
        _packed(form, b"/Type/XObject/Subtype/Form/BBox[0 0 200 200]%s" % with_font),
    )
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def _packed(stream: bytes, about: bytes = b"") -> bytes:
    packed = zlib.compress(stream)
    return b"<<%s/Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (about, len(packed), packed)


async def test_pdf_and_docx_say_what_was_printed_and_of_which_form_they_are() -> None:
    """The text of the pages, and the mark of the service: of which report, as of when, in which language and mode."""
    for kind, made in (("pdf", await pdf(SHEET)), ("docx", docx(SHEET))):
        found = await read(made, kind)
        assert found is not None
        assert "Первый факт" in " ".join("".join(found.pages).split())
        assert Mark.read(found.keywords) == Mark.of(CONTENT, Mode.CLEAN, "kk")
        assert not found.locked


async def test_a_signature_inside_changes_nothing_of_what_is_said(tmp_path: Path) -> None:
    """It is an incremental update: pages and properties stay, also below a signature that is seen on the page."""
    made, owner = await pdf(SHEET), Centre(tmp_path).head()
    place = SigFieldSpec("Seen", box=(20, 20, 200, 80), on_page=0)
    stamp = TextStampStyle(stamp_text="Signed by %(signer)s")
    seen = PdfSigner(PdfSignatureMetadata("Seen"), owner.signer(), stamp_style=stamp, new_field_spec=place)
    writer = IncrementalPdfFileWriter(BytesIO(made), strict=False)
    for signed in (await sign_pdf(made, owner), (await seen.async_sign_pdf(writer)).getvalue()):
        assert signed != made
        assert await read(signed, "pdf") == await read(made, "pdf")


async def test_text_that_nobody_sees_is_not_said() -> None:
    """What a program read in a scan lies unseen over its picture: it is no text of the page, in a form inside it neither; the rest is."""
    page = b'/F 9 Tf (one) Tj 3 Tr (two) Tj [(three)] TJ 1 2 (four) " q 0 Tr (five) Tj Q (six) Tj /X Do (seven) Tj 7 Tr (eight) Tj 1 Tr (nine) Tj'
    form = b"/F 9 Tf (inherited) Tj Q Q 0 Tr (inside) Tj q 3 Tr (below) ' Q"
    found = await read(drawn(page, form), "pdf")
    assert found is not None
    assert re.findall(r"five|nine|one|inside|\w+?", "".join(found.pages)) == ["one", "five", "inside", "nine"]


async def test_a_password_is_told_unless_anybody_may_read() -> None:
    """A file that opens with a password alone is closed; one that is only protected from changes is read."""
    for user, locked in (("тайна", True), ("", False)):
        writer = PdfWriter(clone_from=PdfReader(BytesIO(await pdf(SHEET))))
        writer.encrypt(user_password=user, owner_password="owner", algorithm="AES-256")
        made = BytesIO()
        writer.write(made)
        found = await read(made.getvalue(), "pdf")
        assert found is not None
        assert (found.locked, bool(found.pages)) == (locked, not locked)


async def test_what_was_struck_out_of_a_document_is_not_said() -> None:
    """A deletion that the document still keeps is no text of it; a field of its own is not followed."""
    document = docx(SHEET)
    with ZipFile(BytesIO(document)) as parts:
        text = parts.read("word/document.xml").decode()
    struck = text.replace(
        "<w:body>", "<w:body><w:p><w:del><w:r><w:delText>Вычеркнуто</w:delText></w:r></w:del></w:p>", 1
    )
    found = await read(changed(document, "word/document.xml", struck.encode()), "docx")
    assert found is not None
    assert "Вычеркнуто" not in found.pages[0]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("pdf", b"%PDF-1.7\nnothing else"),
        ("pdf", drawn(b"(" + b"\\(" * 40_000_000)),
        ("pdf", drawn(b"[" * 2_000_000)),
        ("pdf", drawn(b"(a) Tj " * 3_000_000)),
        ("docx", b"PK\x03\x04 nothing else"),
    ],
    ids=["empty", "endless-string", "deep", "busy", "broken"],
)
async def test_what_cannot_be_read_is_told(kind: str, content: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A broken file, and one that swells, nests or keeps busy without end, cost their process at most what it may take."""
    monkeypatch.setattr(paper, "SECONDS", 2)
    monkeypatch.setattr(paper, "MEMORY", 300 << 20)
    assert await read(drawn(b"/F 9 Tf (harmless) Tj"), "pdf") == paper.Paper(("harmless",))
    assert await read(content, kind) is None


async def test_nothing_is_fetched_or_swollen_by_a_document() -> None:
    """A document that declares entities is not read: neither a file of the machine nor a billion letters."""
    document, head = docx(SHEET), "<?xml version='1.0'?><!DOCTYPE d [{entities}]>"
    body = f'<w:document xmlns:w="{WORDS[1:-1]}"><w:body><w:p><w:r><w:t>до &x; после</w:t></w:r></w:p></w:body></w:document>'
    for entities in (
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY a "ха ха ха ха">' + '<!ENTITY x "&a;&a;&a;&a;">',
    ):
        hostile = head.replace("{entities}", entities) + body
        assert await read(changed(document, "word/document.xml", hostile.encode()), "docx") is None
