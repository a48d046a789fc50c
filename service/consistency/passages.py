"""Two reports side by side: which passages they have in common, by the shingles that the comparison counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from projections.findings.likeness import WORDS, jaccard, shingles, words


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text, and whether the other text has it too."""

    text: str
    common: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts in passages, with the share of common shingles in percent and the words in a shingle."""

    one: tuple[Passage, ...]
    other: tuple[Passage, ...]
    percent: int
    words: int = WORDS


def compared(one: str, other: str) -> Compared:
    """Compare two texts."""
    first, second = shingles(one), shingles(other)
    common = set(first) & set(second)
    return Compared(
        tuple(_passages(one, [each in common for each in first])),
        tuple(_passages(other, [each in common for each in second])),
        int(jaccard(first, second) * 100),
    )


def _passages(text: str, begins: list[bool]) -> Iterator[Passage]:
    """Part a text where a run of common words begins or ends; `begins` says of each word whether a common shingle begins there."""
    at, run = 0, False
    for number, (_, start, _) in enumerate(words(text)):
        common = any(begins[max(0, number - WORDS + 1) : number + 1])
        if common is not run:
            if text[at:start]:
                yield Passage(text[at:start], run)
            at, run = start, common
    if text[at:]:
        yield Passage(text[at:], run)
