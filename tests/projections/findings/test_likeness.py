"""MinHash against the true Jaccard index."""

from hypothesis import given, settings
from hypothesis import strategies as st

from projections.findings.likeness import BINS, bands, jaccard, shingles, signature

TEXT = "Риск сговора при закупках: комиссия принимает работы без осмотра, акты подписывает один человек."


@st.composite
def pairs(draw: st.DrawFn) -> tuple[set[int], set[int]]:
    """Two sets of hashes with some in common: `shingles` gives hashes, which is what MinHash stands on."""
    numbers = draw(st.lists(st.integers(0, 2**56 - 1), min_size=30, max_size=200, unique=True))
    first, second = sorted(draw(st.tuples(st.integers(1, len(numbers)), st.integers(1, len(numbers)))))
    hashes = [shingles(f"{number} раз подряд")[0] for number in numbers]
    return set(hashes[:second]), set(hashes[first - 1 :])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(pairs())
def test_the_estimate_is_near_the_truth(pair: tuple[set[int], set[int]]) -> None:
    """It lies within four standard errors of the index, and sets that are one have one signature."""
    one, other = pair
    true = jaccard(one, other)
    error = max((true * (1 - true) / BINS) ** 0.5, 0.5 / BINS)
    alike = sum(a == b for a, b in zip(signature(one), signature(other), strict=True)) / BINS
    assert abs(alike - true) <= 4 * error + 0.05
    assert signature(one) == signature(set(one))


def test_texts_that_are_alike_share_a_band() -> None:
    """Of texts with nine tenths in common almost all are candidates, of those with a tenth almost none."""
    near = far = 0
    for seed in range(100):
        start = seed * 10_000
        base = {start * 7919 + n * 104_729 for n in range(200)}
        like = {*sorted(base)[:190], *(start + n for n in range(10))}
        unlike = {*sorted(base)[:36], *(start + n for n in range(164))}
        near += bool(set(bands(signature(base))) & set(bands(signature(like))))
        far += bool(set(bands(signature(base))) & set(bands(signature(unlike))))
    assert (near, far <= 2) == (100, True)


def test_case_and_punctuation_do_not_matter() -> None:
    """The same words give the same shingles; other words do not."""
    assert shingles(TEXT.upper().replace(",", " —")) == shingles(TEXT)
    assert jaccard(shingles(TEXT), shingles(TEXT.replace("один", "другой"))) < 1
    assert shingles("два слова") == []
    assert jaccard([], shingles(TEXT)) == 0
