"""Which files are accepted, and whether a file is what its name says.

Documents, pictures of documents, tables, signatures: what the Instruction's evidence consists of. Not accepted are archives and
letters (they can hide anything: send what is in them), documents that can hold macros (DOC, XLS, DOCM), pages and programs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from events.text import Text, msg
from service.files import archives, signatures
from service.files.stored import FileRefused


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of file: what people call it, its media type, and the check of the content."""

    title: str
    media_type: str
    fits: Callable[[BinaryIO], bool]


_JPEG = Kind("JPEG", "image/jpeg", signatures.is_jpeg)
_TIFF = Kind("TIFF", "image/tiff", signatures.is_tiff)
_OOXML, _ODF = "application/vnd.openxmlformats-officedocument.", "application/vnd.oasis.opendocument."

KINDS: Mapping[str, Kind] = {
    "pdf": Kind("PDF", "application/pdf", signatures.is_pdf),
    "docx": Kind("DOCX", f"{_OOXML}wordprocessingml.document", archives.is_docx),
    "xlsx": Kind("XLSX", f"{_OOXML}spreadsheetml.sheet", archives.is_xlsx),
    "odt": Kind("ODT", f"{_ODF}text", archives.is_odt),
    "ods": Kind("ODS", f"{_ODF}spreadsheet", archives.is_ods),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Kind("PNG", "image/png", signatures.is_png),
    "tif": _TIFF,
    "tiff": _TIFF,
    "p7s": Kind("P7S", "application/pkcs7-signature", signatures.is_signature),
    "cms": Kind("CMS", "application/cms", signatures.is_signature),
    "txt": Kind("TXT", "text/plain", signatures.is_text),
    "csv": Kind("CSV", "text/csv", signatures.is_text),
}
"""Types by the ending of the name, in lower case."""

MADE: Mapping[str, Kind] = {"json": Kind("JSON", "application/json", signatures.is_text)}
"""Types of what the service itself makes and keeps: nobody sends them."""

ACCEPTED = ", ".join(dict.fromkeys(kind.title for kind in KINDS.values()))
"""The types as they are told to people."""

_LOOKS: tuple[tuple[bytes, Text], ...] = (
    (b"MZ", msg("a program")),
    (b"\x7fELF", msg("a program")),
    (b"#!", msg("a program")),
    (b"PK", msg("a ZIP archive or an Office document")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", msg("an old or encrypted Office document")),
    (b"Rar!", msg("an archive")),
    (b"7z\xbc\xaf\x27\x1c", msg("an archive")),
    (b"\x1f\x8b", msg("an archive")),
    (b"<!doctype html", msg("a web page")),
    (b"<html", msg("a web page")),
    (b"%pdf-", Text("PDF")),
    (b"\xff\xd8\xff", Text("JPEG")),
    (b"\x89png", Text("PNG")),
)
"""How content begins that is often sent under another name; letters in lower case."""


_SIGNATURES = frozenset({KINDS["p7s"].media_type, KINDS["cms"].media_type})
_UNSIGNED = frozenset({*_SIGNATURES, *(kind.media_type for kind in MADE.values())})


def is_signature(media_type: str) -> bool:
    """Whether it is a signature in a file of its own."""
    return media_type in _SIGNATURES


def is_paper(media_type: str) -> bool:
    """Whether it is a paper, which people sign: neither a signature itself, nor what the service keeps for programs."""
    return media_type not in _UNSIGNED


def kind_of(name: str, kinds: Mapping[str, Kind] = KINDS) -> Kind:
    """Give the type that a name's ending says; raises `FileRefused`."""
    kind = kinds.get(name.rpartition(".")[2].lower()) if "." in name else None
    if kind is None:
        raise _refused(msg("Files of this type are not accepted."))
    return kind


def check(file: BinaryIO, kind: Kind) -> None:
    """Hold a file to its type; raises `FileRefused` that says what it looks like instead."""
    begins = signatures.head(file)
    if not begins:
        raise FileRefused(msg("The file is empty."))
    if kind.fits(file):
        return
    if kind.fits is signatures.is_text:
        raise _refused(msg("The content is not plain text in UTF-8: save it as such."))
    looks = begins.lstrip().lower()
    found = next((words for beginning, words in _LOOKS if looks.startswith(beginning.lower())), None)
    if found is None or str(found) == kind.title:
        raise _refused(msg("The content is not {expected}, or it is damaged.", expected=kind.title))
    raise _refused(
        msg("The content is not {expected}, or it is damaged: it looks like {found}.", expected=kind.title, found=found)
    )


def _refused(what: Text) -> FileRefused:
    return FileRefused(msg("{what} Accepted: {accepted}.", what=what, accepted=ACCEPTED))
