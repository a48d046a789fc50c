"""Where an expression of a template stands, as people count in Word: in which paragraph, in which cell of which table, in a header."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

Place = dict[str, str | int]
"""`part` ("body", "header", "footer", "footnotes"), and either `paragraph`, or `table`, `row` and `cell`, counted from 1."""

_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_BEGINS = re.compile(r"\{[{%]")
_KIND = re.compile(r"(\{[{%])-?\s*(?:(?:p|tr|tc|r)\s)?\s*")
_WORD = re.compile(r"\{% (\w+)")
_ENDS = {"endif": "if", "endfor": "for"}


@dataclass(frozen=True, slots=True)
class _Paragraph:
    place: Place
    text: str

    def expressions(self) -> list[str]:
        """Give its expressions, as they are read."""
        return [plain(one) for one in _EXPRESSION.findall(self.text)]


@dataclass
class Places:
    """The paragraphs of a part, in their order; what was found once is found again only if it stands nowhere else."""

    part: str
    xml: str
    _paragraphs: list[_Paragraph] = field(init=False)
    _count: Counter[str] = field(default_factory=Counter)
    _found: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._paragraphs = [*self._walked(fromstring(self.xml))]  # noqa: S314 - checked before (`hostile_xml`)

    def of(self, line: str, name: str) -> tuple[Place, str]:
        """Give the place of what is wrong in a line as it is read, and the text there; `name` stands in the expression, if it is a name."""
        for fits in (_names_it(line, name), _names_it(line, ""), _stands_in(line)):
            numbers = [number for number, one in enumerate(self._paragraphs) if fits(one)]
            if numbers:
                return self._told(next((one for one in numbers if one not in self._found), numbers[0]))
        return {"part": self.part}, line

    def left_open(self) -> tuple[str, Place, str]:
        """Give which instruction is not ended, "for" or "if", and where it stands."""
        opened: list[tuple[str, int]] = []
        for number, one in enumerate(self._paragraphs):
            for word in (found[1] for said in one.expressions() if (found := _WORD.match(said))):
                if word in _ENDS.values():
                    opened.append((word, number))
                elif opened and _ENDS.get(word) == opened[-1][0]:
                    opened.pop()
        if not opened:
            return "", {"part": self.part}, ""
        word, number = opened[-1]
        return word, *self._told(number)

    def _told(self, number: int) -> tuple[Place, str]:
        self._found.add(number)
        one = self._paragraphs[number]
        return one.place, plain(one.text)

    def _walked(self, element: Element, cell: Place | None = None) -> Iterator[_Paragraph]:
        """Give the paragraphs in an element, those of a cell under its place."""
        for child in element:
            tag = child.tag.rpartition("}")[2]
            if tag == "p":
                self._count["paragraph"] += cell is None
                yield _Paragraph(cell or {"part": self.part, "paragraph": self._count["paragraph"]}, _text(child))
            elif tag == "tbl" and cell is None:
                self._count["table"] += 1
                yield from self._cells(child)
            else:
                yield from self._walked(child, cell)

    def _cells(self, table: Element) -> Iterator[_Paragraph]:
        place: Place = {"part": self.part, "table": self._count["table"]}
        for row, made in enumerate(_children(table, "tr"), 1):
            for cell, content in enumerate(_children(made, "tc"), 1):
                yield from self._walked(content, {**place, "row": row, "cell": cell})


def _names_it(line: str, name: str) -> Callable[[_Paragraph], bool]:
    """Give the question whether an expression of a paragraph stands in a line, and has a name in it."""
    return lambda one: any(name in said and said in line for said in one.expressions())


def _stands_in(line: str) -> Callable[[_Paragraph], bool]:
    """Give the question whether the text of a paragraph, with an expression that is not ended, stands in a line."""
    return lambda one: bool(_BEGINS.search(one.text)) and plain(one.text) in line


def plain(text: str) -> str:
    """Give a text in one line, its expressions as they are read: without the letter that says what they stand for."""
    return " ".join(_KIND.sub(r"\1 ", text).split())


def _children(element: Element, tag: str) -> Iterator[Element]:
    """Give the children of a kind, those in a frame of their own, too."""
    for child in element:
        if child.tag.rpartition("}")[2] == tag:
            yield child
        elif child.tag.rpartition("}")[2] in {"sdt", "sdtContent"}:
            yield from _children(child, tag)


def _text(paragraph: Element) -> str:
    """Give the text of a paragraph: what Word shows, not what it keeps."""
    return "".join(one.text or "" for one in paragraph.iter() if one.tag.rpartition("}")[2] == "t")
