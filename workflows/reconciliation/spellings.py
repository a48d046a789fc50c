"""One spelling for names that different hands write otherwise: letters of the other alphabet, Kazakh and Russian forms, lost spaces.

Names that are equal in it alone may be two people's: they are proposed, never taken for one.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from workflows.reconciliation.names import Parts, alike

_LOOK_ALIKE = str.maketrans("aceopxykmthbi", "асеорхукмтнви")
"""Latin letters by the Cyrillic ones that look like them, large or small."""

_HEARD_ALIKE = str.maketrans("йыэ", "иие", "ьъ")
_PATRONYMIC = re.compile(r"(..+?)(?:(?:ович|евич|ули)|(овна|евна|кизи))")
_ENDINGS = frozenset({"ули", "кизи"})
"""-ұлы and -қызы as they are written here, where they stand as words of their own."""

_SON, _DAUGHTER = "+с", "+д"


@lru_cache(maxsize=50_000)
def respelled(name: Parts) -> Parts:
    """Give the parts of a name in that spelling, in their order."""
    words: list[str] = []
    for part in name:
        letters = part.translate(_LOOK_ALIKE)
        word = _heard(letters) or letters
        if word in _ENDINGS and words:
            word = words.pop() + word
        words.append(word)
    return tuple(map(_stem, words))


def spelled_otherwise(one: Parts, other: Parts) -> bool:
    """Whether two names can be one person's in that spelling, or are one string of letters where a space is lost."""
    mine, theirs = respelled(one), respelled(other)
    return alike(mine, theirs) or "".join(mine) == "".join(theirs)


def run_together(name: Parts) -> str:
    """Give a name without its spaces."""
    return "".join(respelled(name))


def without_patronymic(name: Parts) -> Iterator[Parts]:
    """Give surname and given name, sorted: of two words that are written out, or of three without the patronymic."""
    words = respelled(name)
    if len(words) == 2 and all(len(word) > 1 for word in words):
        yield tuple(sorted(words))
    elif len(words) == 3 and all(len(word) > 1 for word in words):
        left_out = next((word for word in words if word.endswith((_SON, _DAUGHTER))), words[-1])
        yield tuple(sorted(word for word in words if word != left_out))


def lacks_patronymic(one: Parts, other: Parts) -> bool:
    """Whether two names are one but for a patronymic that only one of them has."""
    return len(respelled(one)) != len(respelled(other)) and list(without_patronymic(one)) == list(
        without_patronymic(other)
    )


def _heard(word: str) -> str:
    """Give a word without what is heard alike and written otherwise: Сейітов and Сеитов, Джумабаев and Жұмабаев."""
    return word.replace("йи", "и").replace("ий", "и").translate(_HEARD_ALIKE).replace("дж", "ж")


def _stem(word: str) -> str:
    """Give of a patronymic whose it is and of which sex, any other word as it is."""
    found = _PATRONYMIC.fullmatch(word)
    if found is None:
        return word
    return (found[1].rstrip("и") or found[1]) + (_DAUGHTER if found[2] else _SON)
