"""Whether a file says what a form says, whatever program laid it out: people make a PDF of the DOCX, too.

The order is that of the form. A row may go on over a page, where the head of its table stands again: so each of its cells may be cut
once a page. The number of the page may stand below.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from service.forms.signed.texts import Difference, Said
from service.forms.writing.amounts import written
from workflows.forms.sheet import Sheet, Table

_MOST_PAGES, _MOST_TRIES = 40, 2_000
"""With so many pages, and as many cells cut on each as there may be, the walk stays within Python's depth of calls."""

_MOST_CUT = 6
"""Cells of one row that go on over a page: no form has more columns."""

_BACK = 3
"""Letters that the rest of a cell and the next cell may begin with alike."""

Part = tuple[int, int]
"""A piece of the form by its number, from a letter on."""


def laid_out(sheet: Sheet, file: Said) -> tuple[int, Difference | None]:
    """Say how many letters of a file are those of a form, whatever program set it, and where it first says something else, if it does."""
    tables = [sheet.table, *(annex.table for annex in sheet.annexes)]
    heads = ("".join(_cells(table, sheet.unit, header=True)) for table in tables)
    walk = _Walk(file, [Said((text,)) for text in _pieces(sheet)], [Said((head,)).text for head in heads if head])
    if len(walk.pages) > _MOST_PAGES:  # the file of the service itself is known all the same
        return 0, Difference(1, "", "")
    if walk.fits(0, 0, (), (), 0):
        return len(file.text), None
    return walk.told()


def _pieces(sheet: Sheet) -> list[str]:
    """Give what the form says, piece by piece in its order."""
    found = [one.text for one in (*sheet.above, *sheet.title)]
    found += [*_cells(sheet.table, sheet.unit), *(one.text for one in sheet.below)]
    for annex in sheet.annexes:
        found += [annex.title, *_cells(annex.table, sheet.unit)]
    return [text for text in found if text.strip()]


def _cells(table: Table, unit: str, *, header: bool = False) -> list[str]:
    return [written(cell, unit) for row in table.rows if row.header or not header for cell in row.cells]


@dataclass
class _Walk:
    """Goes through the pages of a file with the pieces of a form; what fits furthest is kept."""

    file: Said
    pieces: list[Said]
    heads: list[str]
    pages: Sequence[str] = field(init=False)
    _tries: int = 0
    _furthest: tuple[int, Part] = (-1, (0, 0))

    def __post_init__(self) -> None:
        """Divide the letters of the file by its pages."""
        self.pages = self.file.by_page

    def fits(self, page: int, at: int, ahead: tuple[Part, ...], cut: tuple[Part, ...], piece: int) -> bool:
        """Whether the rest of the file is the rest of the form: `ahead` are cells from the page before, `cut` those that go on after this one."""
        self._tries += 1
        text = self.pages[page]
        while at < len(text) and self._tries < _MOST_TRIES:
            number = str(page + 1)
            if len(text) - at == len(number) and text.endswith(number) and self._turned(page, ahead, cut, piece):
                return True
            part, ahead, piece = (ahead[0], ahead[1:], piece) if ahead else ((piece, 0), ahead, piece + 1)
            same = self._same(page, at, part)
            if part[0] == len(self.pieces) or part[1] + same < len(self.pieces[part[0]].text):
                self._note(page, at + same, (part[0], part[1] + same))
                return self._goes_on(page, at, (part, same), ahead, cut, piece)
            at += same
        return at == len(text) and self._turned(page, ahead, cut, piece)

    def _turned(self, page: int, ahead: tuple[Part, ...], cut: tuple[Part, ...], piece: int) -> bool:
        """Whether the rest fits from the next page on, below the head of a table that may stand there again."""
        left = (*cut, *ahead)
        if page + 1 == len(self.pages):
            self._note(page, len(self.pages[page]), (*left, (piece, 0))[0])
            return not left and piece == len(self.pieces)
        begins = [len(head) for head in self.heads if self.pages[page + 1].startswith(head)]
        return any(self.fits(page + 1, at, left, (), piece) for at in (*begins, 0))

    def _goes_on(
        self, page: int, at: int, cell: tuple[Part, int], ahead: tuple[Part, ...], cut: tuple[Part, ...], piece: int
    ) -> bool:
        """Whether the rest fits if a cell goes on over the page, of which so many letters stand on this one."""
        (number, begin), same = cell
        return len(cut) < _MOST_CUT and any(
            self.fits(page, at + letters, ahead, (*cut, (number, begin + letters)), piece)
            for letters in range(same, max(0, same - _BACK), -1)
        )

    def told(self) -> tuple[int, Difference]:
        """Say how far the file was that of the form, and what stands in both there."""
        letter, (piece, begin) = self._furthest
        says = self.pieces[piece].shown_from(begin) if piece < len(self.pieces) else ""
        return letter, Difference(self.file.page_of(letter), self.file.shown_from(letter), says)

    def _same(self, page: int, at: int, part: Part) -> int:
        """Count the letters that the rest of a piece and the rest of a page begin with alike."""
        if part[0] == len(self.pieces):
            return 0
        text, letters = self.pages[page], self.pieces[part[0]].text
        most = min(len(text) - at, len(letters) - part[1])
        if text.startswith(letters[part[1] :], at):
            return most
        return next((n for n in range(most) if text[at + n] != letters[part[1] + n]), most)

    def _note(self, page: int, at: int, part: Part) -> None:
        """Keep the first place that is furthest, and what the form says there."""
        letter = sum(len(one) for one in self.pages[:page]) + at
        if letter > self._furthest[0]:
            self._furthest = letter, part
