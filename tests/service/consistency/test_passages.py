"""Two reports side by side."""

from hypothesis import given
from hypothesis import strategies as st

from projections.findings.likeness import WORDS
from service.consistency.passages import compared

_WORDS = st.lists(st.sampled_from(["риск", "приёмка", "закуп", "акт", "смета", "комиссия", "договор"]), max_size=40)


def test_what_both_have_is_marked() -> None:
    """Runs of at least three common words are marked, with what stands between them; the rest is not."""
    side = compared(
        "Акты подписывает один специалист, без осмотра.", "Там акты подписывает один, Бухгалтер без осмотра."
    )
    assert [(one.text, one.common) for one in side.one] == [
        ("Акты подписывает один ", True),
        ("специалист, без осмотра.", False),
    ]
    assert [one.text for one in side.other if one.common] == ["акты подписывает один, "]
    assert (compared("", "а б в").percent, compared("а б в", "А, Б, В!").percent) == (0, 100)


@given(_WORDS, _WORDS)
def test_nothing_is_lost(one: list[str], other: list[str]) -> None:
    """The passages of a side are its text; a marked one has at least three words, and what is one text is all marked."""
    side = compared(" ".join(one), " ".join(other))
    assert "".join(passage.text for passage in side.one) == " ".join(one)
    assert all(len(passage.text.split()) >= WORDS for passage in side.one if passage.common)
    same = compared(" ".join(one), " ".join(one))
    assert all(passage.common for passage in same.one) or len(one) < WORDS
