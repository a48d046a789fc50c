"""Where an expression of a template stands, as people count in Word: in which paragraph, in which cell of which table, in a header."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
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
    """Its place, its text, and its expressions as they are read."""

    place: Place
    text: str
    expressions: tuple[str, ...]


@dataclass
class Places:
    """The paragraphs of a part, in their order; what was found once is found again only if it stands nowhere else."""

    part: str
    xml: str
    _paragraphs: list[_Paragraph] = field(init=False)
    _by_expression: dict[str, list[int]] = field(default_factory=dict)
    _count: Counter[str] = field(default_factory=Counter)
    _found: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._paragraphs = [*self._walked(fromstring(self.xml))]  # noqa: S314 - checked before (`hostile_xml`)
        for number, one in enumerate(self._paragraphs):
            for said in dict.fromkeys(one.expressions):
                self._by_expression.setdefault(said, []).append(number)

    def of(self, line: str, name: str) -> tuple[Place, str]:
        """Give the place of what is wrong in a line as it is read, and the text there; `name` stands in the expression, if it is a name."""
        said = [one for one in map(plain, _EXPRESSION.findall(line)) if one in self._by_expression]
        numbers = self._with([one for one in said if name in one] or said) or self._unended(line)
        if not numbers:
            return {"part": self.part}, line
        return self._told(next((one for one in numbers if one not in self._found), numbers[0]))

    def left_open(self) -> tuple[str, Place, str]:
        """Give which instruction is not ended, "for" or "if", and where it stands."""
        opened: list[tuple[str, int]] = []
        for number, one in enumerate(self._paragraphs):
            for word in (found[1] for said in one.expressions if (found := _WORD.match(said))):
                if word in _ENDS.values():
                    opened.append((word, number))
                elif opened and _ENDS.get(word) == opened[-1][0]:
                    opened.pop()
        if not opened:
            return "", {"part": self.part}, ""
        word, number = opened[-1]
        return word, *self._told(number)

    def _with(self, expressions: Iterable[str]) -> list[int]:
        """Give the paragraphs in which one of some expressions stands."""
        return sorted({number for one in expressions for number in self._by_expression[one]})

    def _unended(self, line: str) -> list[int]:
        """Give the paragraphs whose text, with an expression that is not ended, stands in a line."""
        return [
            number
            for number, one in enumerate(self._paragraphs)
            if _BEGINS.search(one.text) and plain(one.text) in line
        ]

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
                text = _text(child)
                said = tuple(map(plain, _EXPRESSION.findall(text)))
                yield _Paragraph(cell or {"part": self.part, "paragraph": self._count["paragraph"]}, text, said)
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
