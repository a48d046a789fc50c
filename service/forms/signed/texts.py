"""Two texts held against each other: the same but for spaces and for the day that is written by hand, or where they first differ."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from service.harmless import harmless

_SHOWN = 80
"""Characters of either text that are shown of a difference."""

SCANNED = 40
"""Letters below which a page is a picture: programs that scan leave a mark of their own on each."""

_MARKS = 20
"""Marks that are taken together with their letter: putting very many in order takes very long."""

_HYPHEN = re.compile(r"(?<=[^\W\d_]|[\u0300-\u036f])[-\u2010\u2011](?=\s{0,8}[^\W\d_])")
"""A hyphen inside a word: programs set some at the ends of lines."""

_DAY = re.compile(
    r"«(?P<day>\d{0,2})»(?P<month>[а-яё]{3,8}|_*)20\d\dгод(?P<end>а?)"
    r"|20\d\dжылғы«(?P<kk_day>\d{0,2})»(?P<kk_month>[а-яёәғқңөұүһі]{3,10}|_*)"
)
"""The line for the day of the signature, without spaces: it is blank when the form is printed, and filled in when it is signed."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two texts first differ: on which page of the file, what stands there, what the form says; "" for nothing more.

    `whole` says that all of the form is there, and this stands besides.
    """

    page: int
    stands: str
    form_says: str
    whole: bool = False


@dataclass(frozen=True)
class Said:
    """What the pages of a file say, as it can be compared."""

    pages: Sequence[str]
    by_hand: bool = True

    @cached_property
    def text(self) -> str:
        """The letters, without what programs set between them."""
        return self._letters[0]

    @property
    def by_page(self) -> Sequence[str]:
        """The letters of each page."""
        pages = self._letters[1]
        ends = [bisect_right(pages, number) for number in range(len(self.pages))]
        return [self.text[begin:end] for begin, end in pairwise((0, *ends))]

    @cached_property
    def undated(self) -> "Said":
        """The same without what is filled in by hand in the first line for the day."""
        return replace(self, by_hand=False)

    def lines(self, page: int) -> Sequence[int]:
        """Give the letters of a page, by their number there, with which its lines begin, without that of the first."""
        pages, places = self._letters[1:]
        first, end = bisect_left(pages, page), bisect_right(pages, page)
        begins = (bisect_right(places, one.start(), first, end) - first for one in re.finditer("\n", self.pages[page]))
        return tuple(dict.fromkeys(begin for begin in begins if 0 < begin < end - first))

    @property
    def is_scan(self) -> bool:
        """Whether there is no text in it to speak of."""
        return all(len(page) < SCANNED for page in self.by_page)

    @property
    def has_bare_page(self) -> bool:
        """Whether there is a page without text to speak of."""
        return any(len(page) < SCANNED for page in self.by_page)

    def in_common(self, other: "Said") -> int:
        """Count the letters that both begin with."""
        pairs = zip(self.text, other.text, strict=False)
        shorter = min(len(self.text), len(other.text))
        return next((place for place, (one, two) in enumerate(pairs) if one != two), shorter)

    def page_of(self, letter: int) -> int:
        """Give the page on which a letter stands, the last one behind the end."""
        return 1 + (self._letters[1][letter] if letter < len(self.text) else max(0, len(self.pages) - 1))

    def shown_from(self, letter: int, end: int | None = None) -> str:
        """Give what stands on the page from the word of a letter on, before that of another, if one is named; "" behind the end."""
        if letter >= len(self.text):
            return ""
        _, pages, places = self._letters
        page, place = self.pages[pages[letter]], places[letter]
        begin = max(page.rfind(space, 0, place) for space in " \n\t\u00a0") + 1
        until = places[end] if end is not None and end < len(pages) and pages[end] == pages[letter] else len(page)
        return " ".join(harmless(page[begin : min(until, begin + 4 * _SHOWN)]).split())[:_SHOWN]

    @cached_property
    def _letters(self) -> "tuple[str, array[int], array[int]]":
        """Give the letters, and of each its page and its place there."""
        letters, pages, places = list[str](), array("l"), array("l")
        for number, page in enumerate(self.pages):
            for place, letter in _plain(page):
                letters.append(letter)
                pages.append(number)
                places.append(place)
        text = "".join(letters)
        left_out = frozenset[int]() if self.by_hand else _by_hand(text)
        if not left_out:
            return text, pages, places
        kept = [index for index in range(len(text)) if index not in left_out]
        return (
            "".join(text[index] for index in kept),
            array("l", (pages[index] for index in kept)),
            array("l", (places[index] for index in kept)),
        )


def _plain(page: str) -> Iterator[tuple[int, str]]:
    """Give the letters of a page that are seen, each as the standard writes it, with its place; without hyphens, which may divide any word."""
    place, hyphens = 0, {found.start() for found in _HYPHEN.finditer(page)}
    while place < len(page):
        end = place + 1
        while end < min(len(page), place + _MARKS) and unicodedata.combining(page[end]):
            end += 1
        for letter in unicodedata.normalize("NFKC", page[place:end]):
            if not letter.isspace() and unicodedata.category(letter)[0] != "C" and place not in hyphens:
                yield place, letter
        place = end


def has_day(text: str) -> bool:
    """Whether a text is the line for the day of the signature."""
    return _DAY.fullmatch(Said((text,)).text) is not None


def _by_hand(text: str) -> frozenset[int]:
    """Give the places of what is filled in by hand in the line for the day: the first such line, for it stands above the form."""
    found = _DAY.search(text)
    if found is None:
        return frozenset()
    spans = (found.span(name) for name in _DAY.groupindex)
    return frozenset(place for begin, end in spans if begin >= 0 for place in range(begin, end))


def difference(form: Said, file: Said) -> Difference | None:
    """Say where a file first says something else than a form; None if it says the same."""
    same = form.in_common(file)
    if same == len(form.text) == len(file.text):
        return None
    return Difference(file.page_of(same), file.shown_from(same), form.shown_from(same))
