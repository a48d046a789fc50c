"""Reading what a file says, whatever it is: hostile files cost what they may, and are told as not readable."""

import re
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from msgspec import structs
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
DOCUMENT, MAIN = docx(SHEET), "word/document.xml"
WORDS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts_of(document: bytes) -> dict[str, bytes]:
    """The parts of a DOCX by name."""
    with ZipFile(BytesIO(document)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def changed(document: bytes, part: str, content: bytes) -> bytes:
    """A DOCX with another part, or one in place of its own."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as into:
        for name, own in (parts_of(document) | {part: content}).items():
            into.writestr(name, own)
    return made.getvalue()


def with_words(run: str) -> bytes:
    """The text of the form, with something before it."""
    return parts_of(DOCUMENT)[MAIN].replace(b"<w:body>", f"<w:body><w:p>{run}</w:p>".encode(), 1)


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
        unsigned = await read(made, "pdf")
        assert unsigned is not None
        assert await read(signed, "pdf") == structs.replace(unsigned, signed=True)


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


HIDDEN = {
    "struck out": "<w:del><w:r><w:delText>Иначе</w:delText></w:r></w:del>",
    "moved away": "<w:moveFrom><w:r><w:t>Иначе</w:t></w:r></w:moveFrom>",
    "hidden": "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Иначе</w:t></w:r>",
}


@pytest.mark.parametrize("how", HIDDEN)
async def test_what_nobody_reads_in_a_document_is_not_said(how: str) -> None:
    """What was struck out or moved away, and is still kept, is no text of it; nor is what is hidden."""
    found = await read(changed(DOCUMENT, MAIN, with_words(HIDDEN[how])), "docx")
    assert found is not None
    assert "Первый факт" in found.pages[0]
    assert "Иначе" not in found.pages[0]
    shown = await read(changed(DOCUMENT, MAIN, with_words("<w:r><w:t>Иначе</w:t></w:r>")), "docx")
    assert shown is not None
    assert "Иначе" in shown.pages[0]


@pytest.mark.parametrize("beside", ["header1", "footer2", "footnotes", "endnotes"])
async def test_heads_feet_and_notes_of_a_document_are_said(beside: str) -> None:
    """They stand on its pages, too; the number of the page alone does not count."""
    story = f'<w:x xmlns:w="{WORDS[1:-1]}"><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:x>'
    for words, said in (("Черновик", "Черновик"), ("12", "")):
        made = changed(DOCUMENT, f"word/{beside}.xml", story.format(words).encode())
        found, plain = await read(made, "docx"), await read(DOCUMENT, "docx")
        assert found is not None
        assert plain is not None
        assert found.pages[0].removeprefix(plain.pages[0]).strip() == said


async def test_the_part_that_programs_open_is_read() -> None:
    """Another part under the usual name is no text of the document; if two parts have one name, nobody can say which is shown."""
    links = parts_of(DOCUMENT)["_rels/.rels"]
    other = changed(DOCUMENT, "word/document2.xml", with_words("<w:r><w:t>Иначе</w:t></w:r>"))
    other = changed(other, "_rels/.rels", links.replace(b"word/document.xml", b"/word/document2.xml"))
    found = await read(other, "docx")
    assert found is not None
    assert "Иначе" in found.pages[0]
    twice = BytesIO(DOCUMENT)
    with ZipFile(twice, "a") as parts, pytest.warns(UserWarning, match="Duplicate"):
        parts.writestr(MAIN, with_words("<w:r><w:t>Иначе</w:t></w:r>"))
    assert await read(twice.getvalue(), "docx") is None


async def test_what_a_file_says_goes_into_no_log(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of what went wrong with a file, the kind of the fault alone is told."""
    assert await read(changed(DOCUMENT, "_rels/.rels", "<тайна\nтайна".encode()), "docx") is None
    told = caplog.text + "".join(capsys.readouterr())
    assert "ParseError" in told
    assert "тайна" not in told


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
    assert await read(drawn(b"/F 9 Tf (harmless) Tj"), "pdf") == paper.Paper(("harmless",), kind="pdf")
    assert await read(content, kind) is None


async def test_nothing_is_fetched_or_swollen_by_a_document() -> None:
    """A document that declares entities is not read: neither a file of the machine nor a billion letters."""
    head = "<?xml version='1.0'?><!DOCTYPE d [{entities}]>"
    body = f'<w:document xmlns:w="{WORDS[1:-1]}"><w:body><w:p><w:r><w:t>до &x; после</w:t></w:r></w:p></w:body></w:document>'
    for entities in (
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY a "ха ха ха ха">' + '<!ENTITY x "&a;&a;&a;&a;">',
    ):
        hostile = head.replace("{entities}", entities) + body
        assert await read(changed(DOCUMENT, MAIN, hostile.encode()), "docx") is None
