"""Templates that could act, fetch or swell are refused, each by a message of its own; plain ones are taken."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest

from service.documents.drawing import drawn
from service.documents.hostile import LARGEST, MOST_PARTS, MOST_UNPACKED, MOST_XML, harm
from service.documents.kinds import KINDS, LANGUAGES, DocumentLanguage
from tests.service.documents.made import changed, in_body, related, template

_DOCTYPE = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'
_RUN = "<w:p><w:r>{}</w:r></w:p>"


def _typed(kind: str) -> bytes:
    """Give a DOCX one of whose parts is of a type."""
    part = f'<Override PartName="/word/x.xml" ContentType="{kind}"/></Types>'
    return changed(template(), {"word/x.xml": b"<x/>"}, {"[Content_Types].xml": ("</Types>", part)})


def _main(kind: str) -> bytes:
    old = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return changed(template(), replace={"[Content_Types].xml": (old, kind)})


def _code(*runs: str, end: str = "separate") -> bytes:
    """Give a DOCX with a field whose code stands in several runs."""
    codes = "".join(f"<w:instrText>{run}</w:instrText>" for run in runs)
    return in_body(
        _RUN.format(f'<w:fldChar w:fldCharType="begin"/>{codes}<w:fldChar w:fldCharType="{end}"/><w:t>1</w:t>')
        if end == "end"
        else _RUN.format(
            f'<w:fldChar w:fldCharType="begin"/>{codes}<w:fldChar w:fldCharType="{end}"/><w:t>1</w:t><w:fldChar w:fldCharType="end"/>'
        )
    )


def _declared(part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(template())) as archive:
        whole = archive.read(part).decode()
    head, _, rest = whole.partition("?>")
    return changed(template(), {part: f"{head}?>{_DOCTYPE}{rest}".encode()})


def _bomb() -> bytes:
    return changed(template(), {"word/media/image9.png": b"\0" * (MOST_UNPACKED + 1)})


def _many() -> bytes:
    return changed(template(), {f"word/x{n}.xml": b"<x/>" for n in range(MOST_PARTS)})


def _twice() -> bytes:
    made = io.BytesIO(template())
    with zipfile.ZipFile(made, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<x/>")
    return made.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "a project of macros": (lambda: changed(template(), {"word/vbaProject.bin": b"x"}), "macros (word/vbaProject.bin)"),
    "a document with macros": (lambda: _main("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros (application/vnd"),
    "a link to macros": (lambda: related("vbaProject", "x.xml", ""), "macros (word/_rels"),
    "a template of Word": (
        lambda: _main("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"), "(.dotx)"),
    "a part with ActiveX": (lambda: changed(template(), {"word/activeX/activeX1.xml": b"<x/>"}), "ActiveX controls (word/activeX"),
    "a type of ActiveX": (lambda: _typed("application/vnd.ms-office.activeX+xml"), "ActiveX controls (application"),
    "a control": (lambda: in_body(_RUN.format("<w:object><w:control/></w:object>")), "ActiveX control in the text (word/document.xml)"),
    "an embedded file": (lambda: changed(template(), {"word/embeddings/oleObject1.bin": b"x"}), "embedded objects (word/embeddings"),
    "a link to an object": (lambda: related("oleObject", "embeddings/x.xml", ""), "embedded objects (word/_rels"),
    "an object": (lambda: in_body('<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:o"/></w:object></w:r></w:p>'), "(OLE) in the text (word/document.xml)"),
    "a font": (lambda: changed(template(), {"word/fonts/font1.odttf": b"x"}), "embedded fonts (word/fonts"),
    "a link to a font": (lambda: related("font", "fonts/font.xml", ""), "embedded fonts (word/_rels"),
    "use of a font": (lambda: in_body('<w:embedRegular/>'), "embedded fonts, in the text (word/document.xml)"),
    "a program": (lambda: changed(template(), {"word/run.exe": b"MZ"}), "no text needs: word/run.exe"),
    "a remote picture": (lambda: related("image", "https://example.com/x.png"), "https://example.com/x.png"),
    "a remote document": (lambda: related("subDocument", "https://example.com/x.docx"), "draws in another document"),
    "a file of the network": (lambda: related("hyperlink", "file://server/share/x.docx"), "file://server/share"),
    "a link that runs": (lambda: related("hyperlink", "javascript:alert(1)"), "javascript:alert"),
    "a mode of another spelling": (lambda: related("image", "https://example.com/y.png", "external"), "https://example.com/y.png"),
    "an attached template": (lambda: related("attachedTemplate", "https://example.com/t.dotm"), "attached to a template of Word (word"),
    "use of an attached template": (lambda: in_body("<w:attachedTemplate/>"), "attached to a template of Word, in the text (word/document.xml)"),
    "an inserted file": (lambda: related("aFChunk", "x.xml", ""), "file that Word would insert (word"),
    "use of an inserted file": (lambda: in_body("<w:altChunk/>"), "file that Word would insert, in the text (word"),
    "a picture of old kind": (
        lambda: in_body(_RUN.format('<w:pict><v:imagedata xmlns:v="urn:v" src="https://example.com/v.png"/></w:pict>')), "https://example.com/v.png"),
    "a source of mail": (lambda: in_body("<w:mailMerge/>"), "mail merge"),
    "DDE": (lambda: _code("DDEAUTO c:\\windows\\system32\\cmd.exe"), "starts programs (DDE)"),
    "DDE in pieces": (lambda: _code("DD", "EAUTO c:\\x"), "starts programs (DDE)"),
    "DDE without a result": (lambda: _code("DDE c:\\x", end="end"), "starts programs (DDE)"),
    "a simple field": (lambda: in_body('<w:p><w:fldSimple w:instr="INCLUDETEXT c:\\secret.txt"/></w:p>'), "field code “INCLUDETEXT c:\\secret.txt”"),
    "a remote picture by code": (lambda: _code('INCLUDEPICTURE "https://example.com/x.png"'), "field code “INCLUDEPICTURE"),
    "a link by code": (lambda: _code('HYPERLINK "file://server/x"'), "field code “HYPERLINK"),
    "an expression in a code": (lambda: _code("PAGE {{ order.number }}"), "field code “PAGE {{"),
    "entities in the text": (lambda: _declared("word/document.xml"), "(DTD) in the text (word/document.xml)"),
    "entities in the properties": (lambda: _declared("docProps/core.xml"), "(DTD) in docProps/core.xml"),
    "entities in the links": (lambda: _declared("_rels/.rels"), "(DTD) in _rels/.rels"),
    "a bomb": (_bomb, "larger than 20 MB"),
    "too many parts": (_many, "more than 300 parts"),
    "a part twice": (_twice, "not a DOCX"),
    "too much text": (lambda: changed(template(), {"customXml/item9.xml": b"<x>" + b" " * MOST_XML + b"</x>"}), "more than 5 MB of text"),
    "elements within elements": (
        lambda: changed(template(), {"customXml/item9.xml": b"<x>" * 1_000_000 + b"</x>" * 200_000}), "customXml/item9.xml is no XML"),
    "broken XML": (lambda: changed(template(), {"word/settings.xml": b"<w:settings"}), "word/settings.xml is no XML"),
    "an expression in an attribute": (lambda: in_body('<w:p w:rsidR="{{ order.number }}"/>'), "outside of plain text"),
    "an expression in a comment": (lambda: in_body("<!-- {{ order.number }} -->"), "outside of plain text"),
    "an expression elsewhere": (
        lambda: changed(template(), replace={"docProps/core.xml": ("python-docx", "{{ order.number }}")}), "stands in docProps/core.xml"),
    "a text that is none": (lambda: b"%PDF-1.7 ...", "not a DOCX"),
    "a workbook": (
        lambda: _main("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"), "not a DOCX"),
    "a picture that is text": (
        lambda: changed(template(), replace={"[Content_Types].xml": ("</Types>", '<Override PartName="/word/x.png" ContentType="application/xml"/></Types>')}),
        "not a DOCX"),
    "something too large": (lambda: b"x" * (LARGEST + 1), "larger than 0.8 MB"),
    "nothing": (lambda: b"", "is empty"),
}  # fmt: skip
"""What a template may not hold, and part of the message that it is refused with."""


@pytest.mark.parametrize("name", HOSTILE)
def test_what_could_do_harm_is_refused(name: str) -> None:
    """Each hostile template is refused with the message of what is wrong with it, and the service needs no file of it."""
    made, words = HOSTILE[name]
    found = [str(one) for one in harm(made())]
    assert any(words in one for one in found), found


def test_what_is_found_is_told_briefly() -> None:
    """A template with a hundred thousand wrong elements is refused in a second or two, with a few messages."""
    found = harm(in_body("".join(f"<w:object{n}><w:object/></w:object{n}>" for n in range(50_000))))
    assert 0 < len(found) <= 20


def test_the_messages_are_their_own() -> None:
    """Different things are told apart: of those that name the part, no two kinds share a message."""
    kinds = ("a project of macros", "a part with ActiveX", "an embedded file", "a font", "a remote picture", "an attached template",
             "DDE", "entities in the text", "a bomb", "an inserted file")  # fmt: skip
    messages = [{one.msgid for one in harm(HOSTILE[name][0]())} for name in kinds]
    assert all(not a & b for number, a in enumerate(messages) for b in messages[:number])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_templates_of_the_service_are_harmless(kind: str, language: DocumentLanguage) -> None:
    """What comes with the service passes its own check."""
    assert harm(drawn(kind, language)) == []


def test_what_does_no_harm_is_taken() -> None:
    """Page numbers, contents, references, links to pages and mail, and braces in the text are let in."""
    assert harm(template("{{ order.number }} {", "}")) == []
    assert harm(_code("PAGE")) == []
    assert harm(_code('TOC \\o "1-3" \\h \\z \\u')) == []
    assert harm(_code('HYPERLINK \\l "_Toc1"')) == []
    assert harm(related("hyperlink", "https://example.kz/page")) == []
    assert harm(related("hyperlink", "mailto:office@example.kz")) == []


@pytest.mark.parametrize("cut", [10, 100, 1000, 5000])
def test_damaged_files_are_refused(cut: int) -> None:
    """A file whose end is missing, or whose middle was overwritten, is no DOCX."""
    whole = template()
    assert [one.msgid for one in harm(whole[:-cut])]
    damaged = bytearray(whole)
    damaged[len(whole) // 2 : len(whole) // 2 + cut] = zlib.compress(bytes(cut), 0)[:cut]
    assert [one.msgid for one in harm(bytes(damaged))]
