"""What is read from what people write into the search."""

import pytest

from events.spelling import plain
from service.search import kazakh
from service.search.marked import Piece, _pieces
from service.search.words import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Отдел  кадров", [("отдел", False, False), ("кадров", False, False)]),
        ("«Отдел кадров» школа", [("отдел кадров", False, True), ("школа", False, False)]),
        ('"не закрыто', [("не закрыто", False, True)]),
        (
            'отдел -школа –лицей −"дом 2"',
            [("отдел", False, False), ("школа", True, False), ("лицей", True, False), ("дом 2", True, True)],
        ),
        ("Алматы-2 12-3/45", [("алматы 2", False, False), ("12 3 45", False, False)]),
        ("- — … ' \\ : * & | ! ()", []),
        ("a'b\\c:*", [("a b c", False, False)]),
        ("Ёлка ҚАЗАҚСТАН", [("елка", False, False), ("казакстан", False, False)]),
    ],
)
def test_words_phrases_and_what_is_left_out(text: str, expected: list[tuple[str, bool, bool]]) -> None:
    """Quotation marks of all kinds hold phrases, a minus before a word leaves it out, one within a word does not; signs are no words."""
    assert [(" ".join(term.words), term.out, term.exact) for term in terms(text)] == expected


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("12.03.2024", ("date=2024-03-12",)),
        ("2.3.2024,", ("date=2024-03-02",)),
        ("2024-03-12", ("date=2024-03-12",)),
        ("30.02.2024", ()),
        ("03.2024", ("date=2024-03-*", "period=2024-03")),
        ("2024-03", ("date=2024-03-*", "period=2024-03")),
        ("2024", ("period=2024*",)),
        ("2024q2", ("period=2024Q2",)),
        ("3.2.1", ("subtask=3.2.1",)),
        ("3.2", ("subtask=3.2.*",)),
        ("9.2.1", ()),
        ("«3.2.1»", ()),
    ],
)
def test_days_periods_and_subtasks_are_known(text: str, marks: tuple[str, ...]) -> None:
    """A day, a month, a period and the number of a subtask stand for what has them, as long as they are not quoted."""
    assert [term.marks for term in terms(text)] == [marks]


@pytest.mark.parametrize(
    "forms",
    [
        ("басқарма", "басқармасы", "басқармасының", "басқармалар", "басқармаларға"),
        ("министрлік", "министрлігі", "министрліктің", "министрліктер"),
        ("мектеп", "мектебі", "мектептен", "мектептерде"),
        ("бөлім", "бөлімі", "бөліммен", "бөлімдердің"),
    ],
)
def test_forms_of_a_kazakh_word_begin_alike(forms: tuple[str, ...]) -> None:
    """Whatever form is written, its stem is the beginning of every other form."""
    for written in map(plain, forms):
        for other in map(plain, forms):
            assert other.startswith(kazakh.stem(written)), (written, other)


@pytest.mark.parametrize("word", ["қала", "дала", "ана", "тіл", "ел"])
def test_short_kazakh_words_are_left_alone(word: str) -> None:
    """A word that would become too short keeps its end."""
    assert kazakh.stem(plain(word)) == plain(word)


@pytest.mark.parametrize("text", ["Ёж", "İstanbul ẞ", "«Қазақстан» № 5", "a\x01b\x02", "😀 ок", "ﬁ"])
def test_the_searched_spelling_is_as_long_as_the_text(text: str) -> None:
    """Letter for letter, so that what is marked in it is marked in the text itself."""
    assert len(plain(text)) == len(text)
    assert "".join(piece.text for piece in _pieces(text, plain(text))) == text


def test_marks_lie_where_the_words_are() -> None:
    """Between the signs of a headline stand the letters of the text, not those of the headline."""
    assert _pieces("Ёж & Қар", "\x01еж\x02   \x01кар\x02") == (
        Piece("Ёж", True),
        Piece(" & ", False),
        Piece("Қар", True),
    )
