"""What is accepted as evidence, and what is not what its name says."""

import base64
import io
import struct
import tracemalloc
import zipfile

import pytest

from service.files import FileRefused
from service.files.archives import LONGEST_LIST, MOST_UNPACKED
from service.files.kinds import KINDS, check, kind_of
from service.i18n import Language, translator
from tests.service.files import samples
from tests.service.files.samples import archive, docx, odf, types, xlsx

ACCEPTED: list[tuple[str, bytes, str]] = [
    ("Протокол № 3.pdf", samples.PDF, "application/pdf"),
    ("Протокол с правкой.pdf", samples.PDF + samples.PDF.split(b"\n", 1)[1] + b"\r\n\x00 \n", "application/pdf"),
    ("SCAN.JPG", samples.JPEG, "image/jpeg"),
    ("скан.jpeg", samples.JPEG, "image/jpeg"),
    ("скан.png", samples.PNG, "image/png"),
    ("скан.tif", samples.TIFF, "image/tiff"),
    ("скан.tiff", b"MM\x00*\x00\x00\x00\x08", "image/tiff"),
    ("приказ.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("список.xlsx", xlsx(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("приказ.odt", odf("text"), "application/vnd.oasis.opendocument.text"),
    ("список.ods", odf("spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    ("приказ.pdf.p7s", samples.SIGNATURE, "application/pkcs7-signature"),
    ("подпись.cms", base64.b64encode(samples.SIGNATURE), "application/cms"),
    (
        "подпись.cms",
        b"-----BEGIN CMS-----\n" + base64.encodebytes(samples.SIGNATURE) + b"-----END CMS-----\n",
        "application/cms",
    ),
    ("записка.txt", "Қазақша мәтін\r\n\tи русский".encode(), "text/plain"),
    ("список.csv", "\ufeffФИО;Должность\n".encode(), "text/csv"),
]


@pytest.mark.parametrize(("name", "content", "media_type"), ACCEPTED, ids=[row[0] for row in ACCEPTED])
def test_documents_are_accepted(name: str, content: bytes, media_type: str) -> None:
    """Each accepted type is recognised by its content, whatever the case of the ending."""
    kind = kind_of(name)
    check(io.BytesIO(content), kind)
    assert kind.media_type == media_type


def _swelling() -> bytes:
    """Give a document of Word that says it would be larger than allowed when unpacked."""
    made = bytearray(docx(**{"word/media.bin": b"x"}))
    entry = made.rindex(b"PK\x01\x02")
    struct.pack_into("<L", made, entry + 24, MOST_UNPACKED)
    return bytes(made)


def _many_entries() -> bytes:
    names = {f"word/{'x' * 200}{n}.xml": "" for n in range(LONGEST_LIST // 246 + 1)}
    return docx(**names)


def _encrypted() -> bytes:
    made = bytearray(docx())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = made.index(signature) + at
        made[place] |= 1
    return bytes(made)


MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"

REFUSED: list[tuple[str, str, bytes, str]] = [
    ("empty", "пусто.pdf", b"", "The file is empty."),
    ("program by name", "setup.exe", samples.PROGRAM, "Files of this type are not accepted. Accepted: PDF, DOCX"),
    ("no ending", "протокол", samples.PDF, "Files of this type are not accepted."),
    ("archive", "все.zip", archive({"a.txt": "a"}), "Files of this type are not accepted."),
    ("macros by name", "форма.docm", docx(), "Files of this type are not accepted."),
    ("old document by name", "приказ.doc", samples.OLD_DOC, "Files of this type are not accepted."),
    ("page as PDF", "отчёт.pdf", samples.PAGE, "not PDF, or it is damaged: it looks like a web page."),
    ("program as PDF", "отчёт.pdf", samples.PROGRAM, "it looks like a program."),
    ("something before a PDF", "отчёт.pdf", samples.PAGE + samples.PDF, "it looks like a web page."),
    ("script after a PDF", "отчёт.pdf", samples.PDF + b"<script>alert(1)</script>", "The content is not PDF"),
    ("archive after a PDF", "отчёт.pdf", samples.PDF + docx(), "The content is not PDF"),
    ("half of a PDF", "отчёт.pdf", samples.PDF[:40], "The content is not PDF, or it is damaged. Accepted"),
    ("PDF as picture", "скан.jpg", samples.PDF, "not JPEG, or it is damaged: it looks like PDF."),
    ("picture as another", "скан.png", samples.JPEG, "not PNG, or it is damaged: it looks like JPEG."),
    ("noise as picture", "скан.tiff", bytes(range(200)), "The content is not TIFF, or it is damaged."),
    ("text as signature", "подпись.p7s", b"signed, honestly", "The content is not P7S"),
    ("DER without a signature", "подпись.p7s", b"\x30\x82\x01\x00\x02\x01\x00" + bytes(250), "The content is not P7S"),
    ("archive as text of Word", "приказ.docx", archive({"a.txt": "a"}), "it looks like a ZIP archive"),
    ("old text as one of Word", "приказ.docx", samples.OLD_DOC, "it looks like an old or encrypted Office document."),
    ("workbook as text", "приказ.docx", xlsx(), "The content is not DOCX"),
    ("text as workbook", "список.xlsx", docx(), "The content is not XLSX"),
    ("LibreOffice's text as workbook", "список.ods", odf("text"), "The content is not ODS"),
    ("LibreOffice's template", "приказ.odt", odf("text-template"), "The content is not ODT"),
    ("macros within", "приказ.docx", docx(**{"word/vbaProject.bin": b"x"}), "The file contains macros or programs"),
    (
        "macros under another name", "приказ.docx",
        archive({"[Content_Types].xml": types("word/document.xml", MACRO_TYPE), "word/document.xml": ""}),
        "The content is not DOCX",
    ),
    ("LibreOffice's macros", "приказ.odt", odf("text", **{"Basic/Standard/M.xml": "x"}), "contains macros or programs"),
    ("program within", "приказ.docx", docx(**{"word/embeddings/setup.EXE": b"x"}), "contains macros or programs"),
    ("program before", "приказ.docx", samples.PROGRAM + docx(), "it looks like a program."),
    ("something after", "приказ.docx", docx() + samples.PAGE, "The content is not DOCX"),
    ("half", "приказ.docx", docx()[:-10], "The content is not DOCX"),
    ("bomb", "приказ.docx", _swelling(), "Unpacked, the file would be larger than 1000 MB."),
    ("endless list", "приказ.docx", _many_entries(), "The content is not DOCX"),
    ("encrypted within", "приказ.docx", _encrypted(), "The content is not DOCX"),
    (
        "odd compression", "приказ.docx",
        archive({"[Content_Types].xml": "x", "word/document.xml": ""}, zipfile.ZIP_LZMA), "The content is not DOCX",
    ),
    ("other encoding", "записка.txt", "Протокол".encode("cp1251"), "not plain text in UTF-8: save it as such."),
    ("half of a character", "записка.txt", "Протокол".encode()[:-1], "not plain text in UTF-8"),
    ("page as text", "записка.txt", b"\n  " + samples.PAGE, "not plain text in UTF-8"),
    ("script as text", "записка.txt", b"#!/bin/sh\nrm -r /\n", "not plain text in UTF-8"),
    ("bytes as table", "список.csv", b"a;b\x00c\n", "not plain text in UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_a_file_is_not_is_said(name: str, content: bytes, says: str) -> None:
    """What is not what its name says, cannot be looked into, or may do harm is refused in words that say why."""
    with pytest.raises(FileRefused) as caught:
        check(io.BytesIO(content), kind_of(name))
    assert says in translator("en")(caught.value.text)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_refusals_are_translated_whole(language: Language) -> None:
    """A refusal is in the caller's language to its end, what the content looks like and what is accepted included."""
    with pytest.raises(FileRefused) as caught:
        check(io.BytesIO(samples.PAGE), kind_of("отчёт.pdf"))
    said = translator(language)(caught.value.text)
    assert "PDF, DOCX, XLSX, ODT, ODS, JPEG, PNG, TIFF, P7S, CMS, TXT, CSV" in said
    assert not any(word in said for word in ("content", "looks", "page", "Accepted"))


def test_a_bomb_is_not_unpacked() -> None:
    """Of a part that swells a thousandfold only a bounded beginning is read."""
    content = archive({"[Content_Types].xml": b" " * 50_000_000, "word/document.xml": ""})
    tracemalloc.start()
    with pytest.raises(FileRefused, match="not DOCX"):
        check(io.BytesIO(content), KINDS["docx"])
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000
