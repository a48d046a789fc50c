"""Subtasks by the words of their titles, which stand in the Instruction and in no case."""

from collections.abc import Callable, Mapping
from typing import Any

from psycopg import AsyncConnection

from events.spelling import plain
from projections.searching import lexemes
from service.i18n import LANGUAGES
from workflows.catalogue import edition, editions

Fits = Callable[[str], bool]
"""Whether a word of a title is one that is looked for."""


class SubtaskTitles:
    """The titles of all editions in all languages, cut into words by the database once."""

    def __init__(self) -> None:
        self._known: list[tuple[str, Mapping[int, str]]] = []

    async def load(self, conn: AsyncConnection[Any]) -> None:
        """Have the titles cut, if they are not yet."""
        if self._known:
            return
        subtasks = [one for year in editions() for one in edition(year).subtasks]
        codes = [(one.code, plain(one.name(language))) for one in subtasks for language in LANGUAGES]
        words: dict[tuple[int, bool], dict[int, str]] = {}
        for found in await lexemes(conn, [title for _, title in codes]):
            for position in found.positions:
                words.setdefault((found.text, found.cut), {})[position] = found.lexeme
        self._known = [(codes[text][0], at) for (text, _), at in words.items()]

    def having(self, words: list[tuple[int, Fits]]) -> list[str]:
        """Give the subtasks with words in a title at such distances from the first of them."""
        found = {
            code: None
            for code, at in self._known
            if any(all(fits(at.get(start + distance, "")) for distance, fits in words) for start in at)
        }
        return list(found)
