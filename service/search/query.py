"""What is looked for in the language of PostgreSQL's full text search."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import AsyncConnection

from projections.searching import stems
from service.search import kazakh
from service.search.titles import Fits, SubtaskTitles
from service.search.words import Term

_SHORTEST = 3
"""Letters from which on a word is also taken for the beginning of one."""

Stems = Mapping[str, Sequence[str]]


async def query_of(conn: AsyncConnection[Any], asked: Sequence[Term], titles: SubtaskTitles, language: str) -> str:
    """Give the query (`tsquery`) of what was written; "" if it asks for nothing.

    Whoever reads in Kazakh writes in it: the endings of their words are taken off, as of all words with Kazakh letters.
    """
    known = await stems(conn, sorted({word for term in asked for word in term.words}))
    rare = [term for term in asked if any(known[word] for word in term.words)]
    wanted = [term for term in rare if not term.out] or [term for term in asked if not term.out]
    if not wanted:
        return ""
    await titles.load(conn)
    return " & ".join(_of(term, known, titles, language) for term in (*wanted, *(term for term in rare if term.out)))


def _of(term: Term, known: Stems, titles: SubtaskTitles, language: str) -> str:
    """Give the query of a term; words that are too common keep their place in a phrase, and nothing more."""
    rare = [(place, word) for place, word in enumerate(term.words) if known[word]] or list(enumerate(term.words))
    beginnings = {place: _beginning(term, word, language, is_last=place == rare[-1][0]) for place, word in rare}
    query, before = "", rare[0][0]
    for place, word in rare:
        query += f" <{place - before}> " if query else ""
        query, before = query + _alternatives(known[word], word, beginnings[place]), place
    words = [(place - rare[0][0], _fitting(known[word], word, beginnings[place])) for place, word in rare]
    marks = [f"{_quoted(mark)}:*" for mark in term.marks]
    marks += [_quoted(f"subtask={code}") for code in titles.having(words)]
    return f"{'!' if term.out else ''}({' | '.join((query, *marks))})"


def _beginning(term: Term, word: str, language: str, *, is_last: bool) -> str:
    """Give how words may begin that a word stands for, "" for none but itself: in a phrase as it is written none does."""
    if term.exact or not (len(word) >= _SHORTEST or (is_last and len(term.words) > 1)):
        return ""
    is_kazakh = (term.is_kazakh or language == "kk") and word.isalpha()
    return kazakh.stem(word) if is_kazakh else word


def _alternatives(found: Sequence[str], word: str, beginning: str) -> str:
    exact = dict.fromkeys((*found, word))
    return f"({' | '.join([*map(_quoted, exact), *([f'{_quoted(beginning)}:*'] if beginning else [])])})"


def _fitting(found: Sequence[str], word: str, beginning: str) -> Fits:
    return lambda lexeme: lexeme in found or lexeme == word or bool(beginning and lexeme.startswith(beginning))


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
