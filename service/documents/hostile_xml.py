"""What an XML part of a template may not hold: declarations of types, objects, codes that fetch, expressions outside of plain text."""

import re
from collections.abc import Iterator
from xml.parsers import expat  # nosec: declarations of types and entities are refused below

from events.text import Text, msg

FILLED = re.compile(r"word/(?:document|header|footer|footnotes)\d*\.xml")
"""Parts in which expressions are filled in."""

_FETCHES = msg("It reads data from elsewhere ({what}) in {part}: take that out.")
_REFUSED: dict[str, Text] = {
    **dict.fromkeys(
        ("OLEObject", "object", "objectEmbed", "objectLink"),
        msg("It holds an embedded object (OLE) in {part}: replace it by text or a picture."),
    ),
    "control": msg("It holds an ActiveX control in {part}: take it out."),
    "altChunk": msg("It holds another file that Word would insert, in {part}: write its text instead."),
    "subDoc": msg("It draws in another document, in {part}: write its text instead."),
    "attachedTemplate": msg("It is attached to a template of Word, in {part}: attach it to none (Developer, Document Template)."),
    **dict.fromkeys(
        ("embedRegular", "embedBold", "embedItalic", "embedBoldItalic"),
        msg("It holds embedded fonts, in {part}: switch off embedding of fonts and save it again."),
    ),
    "mailMerge": msg("It is a mail merge with a source of data, in {part}: make it a normal document."),
}  # fmt: skip
"""Elements by their local names."""

_PARTS: tuple[tuple[re.Pattern[str], Text], ...] = (
    (re.compile(r"word/document\.xml"), msg("the text")),
    (re.compile(r"word/header\d*\.xml"), msg("a header")),
    (re.compile(r"word/footer\d*\.xml"), msg("a footer")),
    (re.compile(r"word/(?:foot|end)notes\.xml"), msg("the notes")),
    (re.compile(r"word/comments\w*\.xml"), msg("the comments")),
    (re.compile(r"word/settings\.xml"), msg("the settings")),
    (re.compile(r"word/styles\w*\.xml"), msg("the styles")),
)
"""What people call the parts of a document that they know."""

_LINK = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[\\/]{2})", re.IGNORECASE)
_PLAIN_CODE = re.compile(
    r'\s*(?:(?:PAGE|NUMPAGES|SECTIONPAGES|SECTION|PAGEREF|REF|SEQ|TOC|STYLEREF)\b[\w\s\\"*;.,#-]*|HYPERLINK\s+\\l\s+"\w+"[\w\s\\]*)',
    re.IGNORECASE,
)
_EXPRESSION = re.compile(r"\{[{%#]")
_BRACE = re.compile(r"[{}]")
_LONGEST = 60


def named(part: str) -> Text | str:
    """Name a part as people do, with what programs call it; one that they do not know has no other name."""
    known = next((words for pattern, words in _PARTS if pattern.fullmatch(part)), None)
    return msg("{what} ({part})", what=known, part=part) if known else part


_MOST_FOUND = 20
"""Things wrong with a part that are told, and no more."""

_DEEPEST = 300
"""Elements within each other; a text has some thirty."""


class _DeclaredError(Exception):
    """The part declares its type, and could declare entities by it."""


def found_in(part: str, content: bytes) -> Iterator[Text]:
    """Give what is wrong with an XML part."""
    found: list[Text] = []
    reading = _Reading(part, found)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _declared
    parser.EntityDeclHandler = _declared
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.say
    parser.CommentHandler = reading.aside
    parser.ProcessingInstructionHandler = lambda _target, text: reading.aside(text)
    try:
        parser.Parse(content, True)
    except _DeclaredError:
        yield msg(
            "It declares a type or entities (DTD) in {part}, by which files could be read: take that out.",
            part=named(part),
        )
    except (expat.ExpatError, ValueError):
        yield msg("The part {part} is no XML that can be read.", part=part)
    yield from found


def _declared(*_declaration: object) -> None:
    raise _DeclaredError


class _Reading:
    """Goes through the elements of a part."""

    def __init__(self, part: str, found: list[Text]) -> None:
        self._part, self._filled = named(part), bool(FILLED.fullmatch(part))
        self._found = found
        self._open: list[tuple[bool, str]] = []
        self._text: list[str] = []
        self._codes: list[list[str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._settle()
        if len(self._open) == _DEEPEST:
            raise ValueError
        space, _, local = name.rpartition(" ")
        self._open.append(
            (space.rpartition("/2006/")[0].endswith("wordprocessingml") or "ooxml/wordprocessingml" in space, local)
        )
        if refused := _REFUSED.get(local):
            self._add(msg(refused.msgid, part=self._part))
        for full, value in attributes.items():
            self._attribute(full.rpartition(" ")[2], value)
        if local == "fldSimple":
            self._code(next((value for full, value in attributes.items() if full.endswith(" instr")), ""))
        if local == "fldChar":
            self._mark(next((value for full, value in attributes.items() if full.endswith("fldCharType")), ""))

    def end(self, _name: str) -> None:
        self._settle()
        self._open.pop()

    def say(self, text: str) -> None:
        self._text.append(text)

    def aside(self, text: str) -> None:
        """Take a comment or an instruction."""
        if _EXPRESSION.search(text):
            self._outside()

    def _attribute(self, local: str, value: str) -> None:
        if _EXPRESSION.search(value):
            self._outside()
        if (local in {"src", "href"} and _LINK.match(value)) or value.lower().startswith(("file:", "\\\\", "mhtml:")):
            self._add(msg(_FETCHES.msgid, what=value[:_LONGEST], part=self._part))

    def _add(self, text: Text) -> None:
        if len(self._found) < _MOST_FOUND:
            self._found.append(text)

    def _settle(self) -> None:
        """Judge the text since the last tag."""
        text, self._text = "".join(self._text), []
        is_word, local = self._open[-1] if self._open else (False, "")
        if local in {"instrText", "delInstrText"}:
            (self._codes[-1] if self._codes else self._alone()).append(text)
        elif not (self._filled and is_word and local == "t") and (_BRACE if self._filled else _EXPRESSION).search(text):
            self._outside()

    def _alone(self) -> list[str]:
        """Begin a code that nothing begins."""
        self._codes.append([])
        return self._codes[-1]

    def _mark(self, kind: str) -> None:
        if kind == "begin":
            self._codes.append([])
        elif self._codes and kind == "separate":
            self._code("".join(self._codes[-1]))
            self._codes[-1] = []
        elif self._codes and (code := "".join(self._codes.pop())):
            self._code(code)

    def _code(self, code: str) -> None:
        if _PLAIN_CODE.fullmatch(code):
            return
        said = " ".join(code.split())[:_LONGEST]
        if said.upper().startswith("DDE"):
            self._add(
                msg(
                    "It holds a field that starts programs (DDE) in {part}: {code}. Take it out.",
                    part=self._part,
                    code=said,
                )
            )
        else:
            self._add(
                msg(
                    "It holds the field code “{code}” in {part}: only page numbers, contents and references within the document are let in.",
                    code=said, part=self._part,
                )
            )  # fmt: skip

    def _outside(self) -> None:
        self._add(
            msg(
                "An expression stands in {part} outside of plain text, where none is filled in: they go into the text, headers, footers "
                "and footnotes.",
                part=self._part,
            )
        )
