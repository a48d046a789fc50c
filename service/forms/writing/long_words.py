"""Words too long for their column: the library that sets the PDF would print them over the next column and beyond the page.

Between the marks that are set here it may begin a new line; the words stay whole for those who copy or search them.
"""

import re

MARK = "\u200b"
"""Stands before, within and after such a word; in what people wrote it is left out as harmful (`service.harmless`)."""

_SIZE = 11.5
_WIDE = frozenset("жмшщюыфѓ@%—…")
_BROAD, _NARROW = 0.85 * _SIZE, 0.58 * _SIZE
"""Points that letters of either kind take at most, nearly."""

_PIECE = 4
"""Letters that are kept together: each piece costs time."""

_WORD = re.compile(r"\S+")


def breakable(text: str, width: float) -> str:
    """Mark where words may be broken that do not fit into a column of so many points."""
    fewest = int(width / _BROAD)

    def marked(word: re.Match[str]) -> str:
        said = word[0]
        if len(said) <= fewest or sum(map(_points, said)) <= width:
            return said
        pieces = [said[place : place + _PIECE] for place in range(0, len(said), _PIECE)]
        return f"{MARK}{MARK.join(pieces)}{MARK}"

    return _WORD.sub(marked, text)


def _points(letter: str) -> float:
    return _BROAD if letter in _WIDE or letter.isupper() or letter > "\u2000" else _NARROW
