"""Names and texts as different hands write them: Ё and Е, Kazakh and Russian letters, hyphens, spaces, case."""

import re

_ALIKE = str.maketrans("ёәғқңөұүһіӘҒҚҢӨҰҮҺІ", "еагкноуухиАГКНОУУХИ")
_BETWEEN = re.compile(r"[\s.\-‐‑–'’`]+")
_KAZAKH = frozenset("әғқңөұүһі")


def folded(name: str) -> str:
    """Give a name in the one spelling in which names are compared: small letters, no Kazakh ones, single spaces."""
    return " ".join(_BETWEEN.sub(" ", name.casefold().translate(_ALIKE)).split())


def plain(text: str) -> str:
    """Give a text in the one spelling in which it is searched, letter for letter: of the same length, a space for each mark."""
    return "".join(_plain(letter) for letter in text)


def has_kazakh_letters(text: str) -> bool:
    """Whether a text has letters that Kazakh has and Russian has not."""
    return not _KAZAKH.isdisjoint(text.lower())


def _plain(letter: str) -> str:
    small = letter.lower()
    return small.translate(_ALIKE) if len(small) == 1 and small.isalnum() else " "
