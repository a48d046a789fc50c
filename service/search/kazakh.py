"""Endings of Kazakh words.

PostgreSQL has no dictionary of Kazakh. Its words only grow at their end, so the beginning of one finds all its forms, if the
endings of what was written are taken off first: of case, of possession, of number. The table of what is searched keeps the words whole.
"""

from events.spelling import plain

SHORTEST = 4
"""Letters that a word keeps at least: a shorter beginning would find too much."""

_CASES = (
    "нын нін дын дін тын тін", "нан нен дан ден тан тен", "мен бен пен", "нда нде да де та те",
    "на не га ге ка ке", "ны ні ды ді ты ті",
)  # fmt: skip
_POSSESSIONS = ("сы сі ы і",)
_NUMBERS = ("лар лер дар дер тар тер",)
_HARD = frozenset("пкбг")
"""Letters in which a stem may end otherwise before a vowel: қ and ғ, к and г, п and б."""


def _endings(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Give endings as they are searched, the longest first."""
    return tuple(sorted((plain(one) for group in groups for one in group.split()), key=len, reverse=True))


_LAYERS = tuple(map(_endings, (_CASES, _POSSESSIONS, _NUMBERS)))


def stem(word: str) -> str:
    """Give how all forms of a Kazakh word begin; the word is spelt as texts are searched (`plain`)."""
    for layer in _LAYERS:
        ending = next((one for one in layer if word.endswith(one) and len(word) - len(one) >= SHORTEST), "")
        word = word.removesuffix(ending)
    return word[:-1] if word[-1] in _HARD and len(word) > SHORTEST else word
