"""Whether a file says what a form says, whatever program laid it out: people make a PDF of the DOCX, too.

The order is that of the form. A row may go on over a page, where the head of its table stands again: then each of its cells may be
cut, and nothing but them stands behind. The number of the page may stand below, in a line of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from service.forms.signed.texts import Difference, Said, has_day
from service.forms.writing.amounts import written
from workflows.forms.sheet import Sheet, Table

_MOST_TRIES, _TRIES_A_PAGE = 2_000, 50
"""However many ways there are to cut cells, so many are tried."""

_BACK = 3
"""Letters that the rest of a cell and the next cell may begin with alike."""

Part = tuple[int, int]
"""A piece of the form by its number, from a letter on."""


class _Piece(NamedTuple):
    """What a paragraph or a cell says; `row` is its own place, or that of all cells beside it."""

    said: Said
    row: int


class _Place(NamedTuple):
    """How far a walk has gone: `ahead` are cells from the page before, `cut` those that go on after this one, `piece` is what follows."""

    page: int = 0
    at: int = 0
    ahead: tuple[Part, ...] = ()
    cut: tuple[Part, ...] = ()
    piece: int = 0


def laid_out(sheet: Sheet, file: Said) -> tuple[int, Difference | None]:
    """Say how many letters of a file are those of a form, whatever program set it, and where it first says something else, if it does."""
    tables = [sheet.table, *(annex.table for annex in sheet.annexes)]
    heads = ("".join(text for row in _rows(table, sheet.unit, header=True) for text in row) for table in tables)
    walk = _Walk(but_for_the_day(sheet, file), list(_pieces(sheet)), [Said((head,)).text for head in heads if head])
    return (len(walk.file.text), None) if walk.fits() else walk.told()


def but_for_the_day(sheet: Sheet, said: Said) -> Said:
    """Leave out what is filled in by hand in the line for the day, if a form has one: any other day is what the form says."""
    return said.undated if any(has_day(one.text) for one in sheet.above) else said


def _pieces(sheet: Sheet) -> Iterator[_Piece]:
    """Give what the form says, piece by piece in its order."""
    above = [[one.text] for one in sheet.above]
    rest = [[one.text] for one in sheet.title] + list(_rows(sheet.table, sheet.unit))
    rest += [[one.text] for one in sheet.below]
    for annex in sheet.annexes:
        rest += [[annex.title], *_rows(annex.table, sheet.unit)]
    for number, row in enumerate((*above, *rest)):
        for text in row:
            said = Said((text,)).undated if number < len(above) else Said((text,))
            if said.text:
                yield _Piece(said, number)


def _rows(table: Table, unit: str, *, header: bool = False) -> Iterator[list[str]]:
    return ([written(cell, unit) for cell in row.cells] for row in table.rows if row.header or not header)


@dataclass
class _Walk:
    """Goes through the pages of a file with the pieces of a form; what fits furthest is kept."""

    file: Said
    pieces: Sequence[_Piece]
    heads: Sequence[str]
    pages: Sequence[str] = field(init=False)
    _begins: Sequence[int] = field(init=False)
    _furthest: tuple[int, Part] = (-1, (0, 0))

    def __post_init__(self) -> None:
        """Divide the letters of the file by its pages."""
        self.pages = self.file.by_page or ("",)
        self._begins = (0, *accumulate(len(page) for page in self.pages))

    def fits(self) -> bool:
        """Whether the file is the form: of the ways to go on, the likeliest is followed first."""
        open_ways, known, end = [_Place()], set[_Place](), (len(self.pages), len(self.pieces))
        tries = _MOST_TRIES + _TRIES_A_PAGE * len(self.pages)
        while open_ways and len(known) < tries:
            place = open_ways.pop()
            if (place.page, place.piece) == end and not place.ahead:
                return True
            if place.page < len(self.pages) and place not in known:
                known.add(place)
                open_ways += reversed(list(self._from(place)))
        return False

    def _from(self, place: _Place) -> Iterator[_Place]:
        """Follow a page as far as it is the form, and give the places from which it may go on."""
        page, at, ahead, cut, piece = place
        text, number = self.pages[page], str(page + 1)
        while at < len(text):
            if len(text) - at == len(number) and self.file.is_numbered(page):
                yield from self._turned(_Place(page, at, ahead, cut, piece))
            if not ahead and cut and self._row(piece) != self._row(cut[0][0]):
                return  # below a row that goes on stands nothing else
            part, ahead, piece = (ahead[0], ahead[1:], piece) if ahead else ((piece, 0), ahead, piece + 1)
            same = self._same(page, at, part)
            if part[0] == len(self.pieces) or part[1] + same < len(self.pieces[part[0]].said.text):
                if not cut or same > _BACK:  # what is alike by chance is not the form
                    self._note(page, at + same, (part[0], part[1] + same))
                yield from self._goes_on(_Place(page, at, ahead, cut, piece), part, same)
                return
            at += same
        yield from self._turned(_Place(page, at, ahead, cut, piece))

    def _turned(self, place: _Place) -> Iterator[_Place]:
        """Give the beginnings of the next page: below the head of a table that may stand there again, and at its top."""
        left, following = (*place.cut, *place.ahead), place.page + 1
        if following == len(self.pages):
            self._note(place.page, len(self.pages[place.page]), (*left, (place.piece, 0))[0])
            yield _Place(following, 0, left, (), place.piece)
            return
        begins = [len(head) for head in self.heads if self.pages[following].startswith(head)]
        yield from (_Place(following, at, left, (), place.piece) for at in (*begins, 0))

    def _goes_on(self, place: _Place, cell: Part, same: int) -> Iterator[_Place]:
        """Give the ways to go on if a cell is cut: of it, so many letters stand on this page, none if the program keeps its lines together."""
        number, begin = cell
        if number < len(self.pieces):
            for letters in range(same, max(-1, same - _BACK), -1):
                cut = (*place.cut, (number, begin + letters))
                yield place._replace(at=place.at + letters, cut=cut)

    def told(self) -> tuple[int, Difference]:
        """Say how far the file was that of the form, and what stands in both there."""
        letter, (piece, begin) = self._furthest
        says = self.pieces[piece].said.shown_from(begin) if piece < len(self.pieces) else ""
        return letter, Difference(self.file.page_of(letter), self.file.shown_from(letter), says)

    def _row(self, piece: int) -> int:
        return self.pieces[piece].row if piece < len(self.pieces) else -1

    def _same(self, page: int, at: int, part: Part) -> int:
        """Count the letters that the rest of a piece and the rest of a page begin with alike."""
        if part[0] == len(self.pieces):
            return 0
        text, letters = self.pages[page], self.pieces[part[0]].said.text
        most = min(len(text) - at, len(letters) - part[1])
        if text.startswith(letters[part[1] :], at):
            return most
        return next((n for n in range(most) if text[at + n] != letters[part[1] + n]), most)

    def _note(self, page: int, at: int, part: Part) -> None:
        """Keep the first place that is furthest, and what the form says there."""
        letter = self._begins[page] + at
        if letter > self._furthest[0]:
            self._furthest = letter, part
