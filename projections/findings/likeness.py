"""How alike two texts are: shingles of three words, their Jaccard index, and MinHash to find what may be alike without comparing all.

A text becomes the set of the hashes of its shingles; the index of two texts is the share of the shingles that they have in common
(0 to 1). MinHash keeps the least hash of each of some bins into which a set falls apart, and for a bin without any that of another
bin, looked for in an order that is the bin's own: two sets agree in a bin as often as their index says. In bands of four, texts that
agree in a whole band are candidates; those are then compared exactly.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from random import Random

WORDS = 3
"""Words in a shingle."""

LONGEST = 20_000
"""Words of a text that are looked at."""

BINS, BAND = 48, 4
_random = Random(20_240_101)  # noqa: S311 - the same order for ever, nothing secret
_ORDERS = [_random.sample(range(BINS), BINS) for _ in range(BINS)]
_WORD = re.compile(r"\w+")


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """Give the words of a text, without regard to case, each with where it begins and ends."""
    for number, found in enumerate(_WORD.finditer(text)):
        if number >= LONGEST:
            return
        yield found.group().casefold().replace("ё", "е"), found.start(), found.end()


def shingles(text: str) -> list[int]:
    """Give the hashes of the shingles in the order of the text, one for each word with which one begins."""
    said = [word for word, _, _ in words(text)]
    return [_hash(" ".join(said[at : at + WORDS])) for at in range(len(said) - WORDS + 1)]


def _hash(shingle: str) -> int:
    return int.from_bytes(blake2b(shingle.encode(), digest_size=7).digest())


def jaccard(one: Collection[int], other: Collection[int]) -> float:
    """Give the share of common shingles among all of two texts; nothing is like nothing."""
    a, b = set(one), set(other)
    return len(a & b) / len(a | b) if a and b else 0.0


def signature(of: Collection[int]) -> list[int]:
    """Give the MinHash of a set of shingles that is not empty."""
    least: list[int | None] = [None] * BINS
    for one in of:
        value, at = divmod(one, BINS)
        known = least[at]
        if known is None or value < known:
            least[at] = value
    return [_first(least, at) if known is None else known for at, known in enumerate(least)]


def _first(least: Sequence[int | None], at: int) -> int:
    """Give what stands for an empty bin: the least hash of the first in its order that is not empty."""
    return next(found for other in _ORDERS[at] if (found := least[other]) is not None)


def bands(of: Sequence[int]) -> list[int]:
    """Give what stands for each band of a signature: sets that are alike share one of them."""
    return [
        int.from_bytes(blake2b(repr((at, of[at : at + BAND])).encode(), digest_size=7).digest())
        for at in range(0, BINS, BAND)
    ]
