"""A walk through the pages of a file with the pieces of a form, in their order.

A row may go on over a page, where the head of its table stands again: then each of its cells may be cut, and nothing but them stands
behind. The number of the page may stand below, in a line of its own. Systems that send documents stamp every page, and add one of
their own: a walk may allow for lines above and below what is the form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from typing import NamedTuple

from service.forms.signed.texts import Difference, Said

_MOST_STEPS, _STEPS_A_PIECE = 20_000, 10
"""However many ways there are to cut cells, so many pieces are looked at, and so often as many as there are."""

_MOST_LINES = 12
"""Lines that may stand above the form on a page."""

_BACK, _MOST_CUTS = 3, 20
"""Letters that the rest of a cell and the next cell may begin with alike, whatever these say; and places before, where the next cell is."""

_SURE = 8
"""Letters by which it is known what follows."""

_Part = tuple[int, int]
"""A piece of the form by its number, from a letter on."""


class Piece(NamedTuple):
    """What a paragraph or a cell says; `row` is its own place, or that of all cells beside it."""

    said: Said
    row: int


class _Place(NamedTuple):
    """How far a walk has gone: `ahead` are cells from the page before, `cut` those that go on after this one, `piece` is what follows.

    `besides` are the first lines that are not the form, from a letter to another; None if there was nothing else.
    """

    page: int = 0
    at: int = 0
    ahead: tuple[_Part, ...] = ()
    cut: tuple[_Part, ...] = ()
    piece: int = 0
    besides: tuple[int, int] | None = None


class Outcome(NamedTuple):
    """How many letters of a form were found in a file, more than all if it is the form, and where it first differs."""

    of_form: int
    differs: Difference | None


@dataclass
class Walk:
    """Goes through a file; what fits furthest is kept. `heads` are those of tables, `allows_more` is of lines that are not the form."""

    file: Said
    pieces: Sequence[Piece]
    heads: Sequence[str]
    allows_more: bool = False
    _pages: Sequence[str] = field(init=False)
    _begins: Sequence[int] = field(init=False)
    _lines: Sequence[Sequence[int]] = field(init=False)
    _until: Sequence[int] = field(init=False)
    _steps: int = field(init=False, default=0)
    _furthest: tuple[int, int, _Part] = field(init=False, default=(-1, 0, (0, 0)))

    def __post_init__(self) -> None:
        """Divide the letters of the file by its pages, those of the form by its pieces."""
        self._pages = self.file.by_page or ("",)
        self._begins = (0, *accumulate(map(len, self._pages)))
        self._until = (0, *accumulate(len(one.said.text) for one in self.pieces))
        self._lines = [self.file.lines(page) for page in range(len(self.file.pages))] or [()]

    def outcome(self) -> Outcome:
        """Say where the file first says something else than the form, or something besides, if it does."""
        if end := self._end():
            more = end.besides and Difference(
                self.file.page_of(end.besides[0]), self.file.shown_from(*end.besides), "", whole=True
            )
            return Outcome(self._until[-1] + 1, more)
        of_form, letter, (piece, begin) = self._furthest
        says = self.pieces[piece].said.shown_from(begin) if piece < len(self.pieces) else ""
        return Outcome(of_form, Difference(self.file.page_of(letter), self.file.shown_from(letter), says))

    def _end(self) -> _Place | None:
        """Give the end of the file if it is the form: of the ways to go on, the likeliest is followed first."""
        ways, known, end = [*self._top(_Place())][::-1], set[_Place](), (len(self._pages), len(self.pieces))
        while ways and self._steps < _MOST_STEPS + _STEPS_A_PIECE * len(self.pieces):
            place = ways.pop()
            if (place.page, place.piece) == end and not place.ahead:
                return place
            if place.page < len(self._pages) and (same := place._replace(besides=None)) not in known:
                known.add(same)
                ways += [*self._from(place)][::-1]
        return None

    def _from(self, place: _Place) -> Iterator[_Place]:
        """Follow a page as far as it is the form, and give the places from which it may go on."""
        page, at, ahead, cut, piece, besides = place
        text = self._pages[page]
        while at < len(text):
            self._steps += 1
            here = _Place(page, at, ahead, cut, piece, besides)
            if self._below_number(page, at) == len(text):
                yield from self._turned(here)
            if not ahead and (
                piece == len(self.pieces) or (cut and self.pieces[piece].row != self.pieces[cut[0][0]].row)
            ):
                self._note(here, (piece, 0), piece)
                yield from self._ends(here)
                return
            part, ahead, piece = (ahead[0], ahead[1:], piece) if ahead else ((piece, 0), ahead, piece + 1)
            same = self._same(page, at, part)
            if same < self._left(part):
                yield from self._goes_on(_Place(page, at, ahead, cut, piece, besides), part, same)
                return
            at += same
        yield from self._turned(_Place(page, at, ahead, cut, piece, besides))

    def _goes_on(self, place: _Place, part: _Part, same: int) -> Iterator[_Place]:
        """Give the ways to go on if a cell is cut: of it, so many letters stand on this page, none if the program keeps its lines together."""
        number, begin = part
        if not place.cut or same > _BACK:  # what is alike by chance is not the form
            self._note(place._replace(at=place.at + same), (number, begin + same), place.piece)
        for letters in self._cuts(place, same):
            cut = place._replace(at=place.at + letters, cut=(*place.cut, (number, begin + letters)))
            yield cut
            yield from self._ends(cut)

    def _cuts(self, place: _Place, same: int) -> Iterator[int]:
        """Give how many letters of a cell may stand before it is cut, of those that are the same: the likeliest first.

        The rest of the cell may begin as what follows on the page does.
        """
        text, (part, _) = self._pages[place.page], self._next(place.ahead, place.piece)
        follows = self._expected(part)[: _BACK + 1]
        yield from range(same, max(-1, same - _BACK), -1)
        further = (n for n in range(same - _BACK, -1, -1) if follows and text.startswith(follows, place.at + n))
        yield from islice(further, _MOST_CUTS)

    def _expected(self, part: _Part) -> str:
        """Give the letters with which the rest of a piece begins."""
        number, begin = part
        return self.pieces[number].said.text[begin : begin + _SURE] if number < len(self.pieces) else ""

    def _ends(self, place: _Place) -> Iterator[_Place]:
        """Give the ways to go on if the rest of the page is something besides, from a line of its own on."""
        if self.allows_more and self._is_line(place.page, place.at):
            begin = self._below_number(place.page, place.at) or place.at
            yield from self._turned(self._besides(place, begin, len(self._pages[place.page])))

    def _below_number(self, page: int, at: int) -> int | None:
        """Give the end of the line from a letter on if it is the number of the page, else None."""
        text, end = self._pages[page], at + len(str(page + 1))
        is_number = text[at:end] == str(page + 1) and self._is_line(page, at)
        return end if is_number and (end == len(text) or self._is_line(page, end)) else None

    def _is_line(self, page: int, at: int) -> bool:
        return at == 0 or at in self._lines[page]

    def _turned(self, place: _Place) -> Iterator[_Place]:
        """Give the beginnings of the next page."""
        left, following = (*place.cut, *place.ahead), place.page + 1
        turned = _Place(following, 0, left, (), place.piece, place.besides)
        if following == len(self._pages):
            self._note(_Place(place.page, len(self._pages[place.page]), left[1:]), *self._next(left, place.piece))
            yield turned
        else:
            yield from self._top(turned)

    def _top(self, place: _Place) -> Iterator[_Place]:
        """Give the beginnings of a page: below the head of a table that may stand there again, and at its top; else below its first lines."""
        text, (part, _) = self._pages[place.page], self._next(place.ahead, place.piece)
        expected = self._expected(part)
        ways = [
            (self._besides(place, 0, line) if line else place)._replace(at=at)
            for line in (0, *(self._lines[place.page][:_MOST_LINES] if self.allows_more else ()))
            for at in (*(line + len(head) for head in self.heads if text.startswith(head, line)), line)
            if line == 0 or text.startswith(expected, at)
        ]
        yield from sorted(ways, key=lambda way: not text.startswith(expected, way.at))

    @staticmethod
    def _next(ahead: tuple[_Part, ...], piece: int) -> tuple[_Part, int]:
        """Give the part that is to follow, and how many pieces have begun with it."""
        return (ahead[0], piece) if ahead else ((piece, 0), piece + 1)

    def _besides(self, place: _Place, at: int, end: int) -> _Place:
        begin = self._begins[place.page]
        return place if place.besides else place._replace(besides=(begin + at, begin + end))

    def _left(self, part: _Part) -> int:
        number, begin = part
        return len(self.pieces[number].said.text) - begin if number < len(self.pieces) else 0

    def _same(self, page: int, at: int, part: _Part) -> int:
        """Count the letters that the rest of a piece and the rest of a page begin with alike."""
        text, letters = self._pages[page], self.pieces[part[0]].said.text
        least, most = 0, min(len(text) - at, len(letters) - part[1])
        while least < most:
            middle = (least + most + 1) // 2
            alike = text.startswith(letters[part[1] + least : part[1] + middle], at + least)
            least, most = (middle, most) if alike else (least, middle - 1)
        return least

    def _note(self, place: _Place, part: _Part, begun: int) -> None:
        """Keep the first place that is furthest, and what the form says there; so many pieces have begun."""
        to_come = sum(map(self._left, (part, *place.ahead, *place.cut)))
        of_form = self._until[min(begun, len(self.pieces))] - to_come
        letter = self._begins[place.page] + place.at
        # lines that are not the form bring nobody further
        if of_form > self._furthest[0] or (
            of_form == self._furthest[0] and letter > self._furthest[1] and not self.allows_more
        ):
            self._furthest = of_form, letter, part
