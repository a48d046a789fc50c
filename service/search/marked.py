"""Texts with what was found in them marked, in pieces: nothing of a text is ever taken for markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from events.spelling import plain
from projections.searching import headlines

_BEGIN, _END = "\x01", "\x02"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of a text, found or not."""

    text: str
    found: bool


Marked = tuple[Piece, ...]


async def marked(conn: AsyncConnection[Any], query: str, texts: Sequence[str], *, cut: bool) -> list[Marked]:
    """Mark in each text what a query finds; words are compared by their stems, or of Kazakh texts whole.

    The database sees the texts as they are searched, which are as long as they themselves letter for letter.
    """
    found = await headlines(conn, query, [plain(text) for text in texts], cut=cut) if texts else []
    return [_pieces(text, headline) for text, headline in zip(texts, found, strict=True)]


def _pieces(text: str, headline: str) -> Marked:
    pieces: list[Piece] = []
    at, begun, found = 0, 0, False
    for letter in headline:
        if letter in (_BEGIN, _END):
            pieces.append(Piece(text[begun:at], found))
            begun, found = at, letter == _BEGIN
        else:
            at += 1
    pieces.append(Piece(text[begun:], found))
    return tuple(piece for piece in pieces if piece.text)
