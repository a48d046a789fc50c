"""What is looked for in the language of PostgreSQL's full text search."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from projections.search_entry import OF_CASES, Found
from service.search import kazakh
from service.search.titles import SubtaskTitles
from service.search.words import Term

_SHORTEST = 3
"""Letters from which on a word is also taken for the beginning of one."""

Stems = Mapping[str, Sequence[str]]


class Query:
    """Queries (`tsquery`) of what was written.

    Whoever reads in Kazakh writes in it: the endings of their words are taken off, as of all words with Kazakh letters. A number is
    found by its beginning ("12-3/4" is that of "12-3/45"); other words are if the query is `loose`.
    """

    def __init__(self, known: Stems, titles: SubtaskTitles, language: str, *, loose: bool = False) -> None:
        self._known, self._titles, self._language, self._loose = known, titles, language, loose

    def of(self, asked: Sequence[Term], kind: Found) -> str:
        """Give the query of all terms; "" if nothing is asked for. Words that are too common are passed over beside others.

        Cases alone are found by the titles of their subtasks, they and documents by days.
        """
        rare = [term for term in asked if any(self._known[word] for word in term.words)]
        wanted = [term for term in rare if not term.out] or [term for term in asked if not term.out]
        left_out = [term for term in rare if term.out]
        return " & ".join(self._term(term, kind) for term in (*wanted, *left_out)) if wanted else ""

    def _term(self, term: Term, kind: Found) -> str:
        """Give the query of a term; words that are too common keep their place in a phrase, and nothing more."""
        rare = [at for at, word in enumerate(term.words) if self._known[word]] or list(range(len(term.words)))
        words = [(at - rare[0], self._word(term, at)) for at in rare]
        query, before = words[0][1].query, 0
        for distance, word in words[1:]:
            query, before = f"{query} <{distance - before}> {word.query}", distance
        marks = [_mark(mark) for mark in term.marks] if kind in OF_CASES else []
        if kind is Found.CASE:
            titled = self._titles.having([(distance, word.fits) for distance, word in words])
            marks += [_quoted(f"subtask={code}") for code in titled]
        return f"{'!' if term.out else ''}({' | '.join((query, *marks))})"

    def _word(self, term: Term, at: int) -> "_Word":
        word = term.words[at]
        if term.exact:
            return _Word((*self._known[word], word), "")
        if (term.is_kazakh or self._language == "kk") and word.isalpha() and len(word) >= kazakh.SHORTEST:
            return _Word(() if term.is_kazakh else (*self._known[word], word), kazakh.stem(word))
        ends_number = word.isdigit() and not term.marks and at == len(term.words) - 1
        begins = ends_number if at else len(word) >= _SHORTEST and (self._loose or ends_number)
        return _Word((*self._known[word], word), word if begins else "")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the query: what it may be, and how it may begin, "" if it must be one of these."""

    exact: tuple[str, ...]
    beginning: str

    @property
    def query(self) -> str:
        """Give it in the language of the search."""
        begun = [f"{_quoted(self.beginning)}:*"] if self.beginning else []
        return f"({' | '.join([*map(_quoted, dict.fromkeys(self.exact)), *begun])})"

    def fits(self, lexeme: str) -> bool:
        """Whether it is a word of a title."""
        return lexeme in self.exact or bool(self.beginning and lexeme.startswith(self.beginning))


def _mark(mark: str) -> str:
    return f"{_quoted(mark[:-1])}:*" if mark.endswith("*") else _quoted(mark)


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"
