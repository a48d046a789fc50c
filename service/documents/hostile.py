"""Templates come from people's computers: what could act, fetch or swell is refused, each thing by a message of its own (decision 0028)."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element, XMLParser, fromstring

from events.text import Text, msg
from service.documents.hostile_xml import found_in
from service.files.archives import is_docx
from service.files.stored import FileRefused

LARGEST = 800_000
"""Bytes of a template: it travels within the limit of any form."""

MOST_UNPACKED = 20_000_000
"""Bytes that a template may have when it is unpacked."""

MOST_XML = 5_000_000
"""Bytes that its text and settings may have then, without pictures: reading them takes up to two seconds."""

MOST_PARTS = 300

_NOT_DOCX = msg("It is not a DOCX, or it is damaged: save it as “Word document (*.docx)”.")
_DAMAGED = (
    zipfile.BadZipFile,
    RuntimeError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    NotImplementedError,
    OSError,
)
_PICTURES = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf")
_TYPES = "[Content_Types].xml"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MACROS = msg("It holds macros ({part}): save it as “Word document (*.docx)”, without macros.")
_ACTIVEX = msg("It holds ActiveX controls ({part}): take them out.")
_OBJECTS = msg("It holds embedded objects ({part}): replace them by text or pictures.")
_FONTS = msg("It holds embedded fonts ({part}): switch off embedding of fonts and save it again.")

_NAMES: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"vbaProject|vbaData|macrosheets/|(?:^|/)macros?/", re.IGNORECASE), _MACROS),
    (re.compile(r"(?:^|/)activeX/", re.IGNORECASE), _ACTIVEX),
    (re.compile(r"(?:^|/)embeddings/|oleObject", re.IGNORECASE), _OBJECTS),
    (re.compile(r"(?:^|/)fonts/|\.(?:odttf|ttf|otf|fntdata)$", re.IGNORECASE), _FONTS),
)
_KINDS: tuple[tuple[str, Text], ...] = (
    ("macroenabled", _MACROS), ("vbaproject", _MACROS), ("ms-office.vba", _MACROS), ("activex", _ACTIVEX), ("oleobject", _OBJECTS),
    ("font", _FONTS),
)  # fmt: skip
"""What content types say, in lower case; that of the table of fonts is none of a font."""

_LEADS: Mapping[str, Text] = {
    "vbaProject": _MACROS, "control": _ACTIVEX, "activeXControlBinary": _ACTIVEX, "oleObject": _OBJECTS, "package": _OBJECTS, "font": _FONTS,
    "attachedTemplate": msg("It is attached to a template of Word ({part}): attach it to none (Developer, Document Template)."),
    "aFChunk": msg("It holds another file that Word would insert ({part}): write its text instead."),
    "subDocument": msg("It draws in another document ({part}): write its text instead."),
    "frame": msg("It draws in another document ({part}): write its text instead."),
}  # fmt: skip
"""By the last part of a relationship's type."""

_HYPERLINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)


def harm(content: bytes, largest: int = LARGEST) -> list[Text]:
    """Give what is wrong with a template as a file; nothing if it can do no harm. What is found twice is told once."""
    if not content:
        return [msg("The file is empty.")]
    if len(content) > largest:
        return [msg("It is larger than {limit} MB: make its pictures smaller.", limit=f"{largest / 1e6:g}")]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = [*_listed(archive)] or [*_read(archive)]
        if not found and not is_docx(io.BytesIO(content)):
            found = [_NOT_DOCX]
    except FileRefused as refusal:
        found = [refusal.text]
    except _DAMAGED:
        found = [_NOT_DOCX]
    return list({str(one): one for one in found}.values())


def _listed(archive: zipfile.ZipFile) -> Iterator[Text]:
    """Give what the list of parts tells before anything is unpacked."""
    entries = archive.infolist()
    xml = sum(entry.file_size for entry in entries if entry.filename.endswith((".xml", ".rels")))
    if len(entries) > MOST_PARTS or xml > MOST_XML or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        yield msg(
            "Unpacked, it would be larger than {limit} MB, have more than {xml} MB of text and settings, or more than {most} parts: a template of "
            "that kind is not taken.",
            limit=f"{MOST_UNPACKED / 1e6:g}", xml=f"{MOST_XML / 1e6:g}", most=MOST_PARTS,
        )  # fmt: skip
        return
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) != len(names) or any(entry.flag_bits & 0x1 for entry in entries):
        yield _NOT_DOCX
    for name in names:
        if told := next((text for pattern, text in _NAMES if pattern.search(name)), None):
            yield msg(told.msgid, part=name[:100])
        elif not name.endswith(("/", ".xml", ".rels", *(f".{one}" for one in _PICTURES))):
            yield msg("It holds a file that no text needs: {part}. Take it out.", part=name[:100])


def _read(archive: zipfile.ZipFile) -> Iterator[Text]:
    """Give what is wrong inside of the parts."""
    wrong = False
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            for one in found_in(name, archive.read(name)):
                wrong = True
                yield one
        else:
            archive.read(name)  # raises what is caught above if it is damaged
    if wrong:
        return
    yield from _types(_tree(archive, _TYPES))
    for name in archive.namelist():
        if name.endswith(".rels"):
            yield from _relationships(name, _tree(archive, name))


def _tree(archive: zipfile.ZipFile, name: str) -> Element:
    try:
        return fromstring(archive.read(name), XMLParser())  # noqa: S314 - read by `found_in` before: without declarations
    except KeyError:
        raise zipfile.BadZipFile from None


def _types(tree: Element) -> Iterator[Text]:
    """Hold the types of parts to what a text is made of; a part that says it is a picture is one."""
    types = [(one.get("PartName") or one.get("Extension") or "", one.get("ContentType", "")) for one in tree]
    for name, kind in types:
        lower = kind.lower().replace(".fonttable", "")
        if told := next((text for word, text in _KINDS if word in lower), None):
            yield msg(told.msgid, part=kind[:100])
        elif kind.startswith("image/") != (name.rpartition(".")[2].lower() in _PICTURES):
            yield _NOT_DOCX
    if f"{_OFFICE}template.main+xml" in {kind for _, kind in types}:
        yield msg("It is saved as a template of Word (.dotx): save it as “Word document (*.docx)”.")


def _relationships(name: str, tree: Element) -> Iterator[Text]:
    """Refuse what leads outside, but for links that people follow, and what leads to parts that act."""
    for one in tree:
        kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
        if told := _LEADS.get(kind):
            yield msg(told.msgid, part=f"{name}: {target[:60]}")
        elif one.get("TargetMode", "Internal") != "Internal" and not (
            kind == "hyperlink" and _HYPERLINK.fullmatch(target)
        ):
            yield msg(
                "It fetches something from elsewhere when it is opened: {target} ({part}). Put it into the document, or take it out.",
                target=target[:100], part=name,
            )  # fmt: skip
