"""Names of people as two lists write them: parts in any order, initials, one slip of the pen."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from events.spelling import folded

Parts = tuple[str, ...]
"""The parts of a name as folded for comparing, in their order; hyphens do not count. An initial is a part of one letter."""

_WORDS = re.compile(r"\w+")


def parts(name: str) -> Parts:
    """Take a name apart."""
    return tuple(_WORDS.findall(folded(name)))


def whole(name: Parts) -> tuple[Parts, Parts]:
    """Give what is equal for one name however its words are ordered: what is written out, and the initials in their order."""
    return tuple(sorted(part for part in name if len(part) > 1)), tuple(part for part in name if len(part) == 1)


def letters(name: Parts) -> str:
    """Give the first letters of the parts, sorted: the same for initials and for what they stand for."""
    return "".join(sorted(part[0] for part in name))


def alike(one: Parts, other: Parts) -> bool:
    """Whether two names can be one person's: equal, or with initials where the other has what they stand for."""
    if sorted(one) == sorted(other) or not (_has_initials(one) or _has_initials(other)):
        return sorted(one) == sorted(other)
    return _share_surname(one, other) and _initials_fit(*_apart(one, other))


def in_order(one: Parts, other: Parts) -> bool:
    """Whether two names begin with one surname, of several words maybe, and what follows stands for each other word by word."""
    return len(one) == len(other) and any(
        sorted(one[:length]) == sorted(other[:length]) and all(map(_stand_for_each_other, one[length:], other[length:]))
        for length in range(1, len(tuple(takewhile(_is_written_out, one))) + 1)
    )


def one_slip_apart(one: Parts, other: Parts) -> bool:
    """Whether two names are alike but for a typing error in one of the written-out parts."""
    left, right = _apart(one, other)
    return any(
        _initials_fit(_without(left, mine), _without(right, theirs))
        for mine in left
        for theirs in right
        if len(mine) > 1 and len(theirs) > 1 and is_slip(mine, theirs)
    )


def is_slip(one: str, other: str) -> bool:
    """Whether one word is another with one letter left out, added, changed, or exchanged with the next."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    mine, theirs = one[start:], other[start:]
    return (
        mine[1:] == theirs[1:]
        or mine[1:] == theirs
        or mine == theirs[1:]
        or (mine[:2] == theirs[:2][::-1] and mine[2:] == theirs[2:])
    )


def shortenings(word: str) -> Iterator[str]:
    """Give a word and what is left of it without any one letter: words one slip apart have one of these in common."""
    yield word
    yield from {word[:n] + word[n + 1 :] for n in range(len(word))}


def _has_initials(name: Parts) -> bool:
    return any(len(part) == 1 for part in name)


def _apart(one: Parts, other: Parts) -> tuple[list[str], list[str]]:
    """Give the parts of each that the other lacks."""
    mine, theirs = Counter(one), Counter(other)
    return sorted((mine - theirs).elements()), sorted((theirs - mine).elements())


def _share_surname(one: Parts, other: Parts) -> bool:
    """Whether a word that may be the surname is common to both: no given name in the middle, and initials alone are nobody."""
    return not _ends(one).isdisjoint(_ends(other))


def _ends(name: Parts) -> set[str]:
    """Give the first and the last word that is written out: a surname is one of them, whoever wrote the name."""
    written = [part for part in name if _is_written_out(part)]
    return {*written[:1], *written[-1:]}


def _is_written_out(part: str) -> bool:
    return len(part) > 1


def _stand_for_each_other(one: str, other: str) -> bool:
    return one == other or (one[0] == other[0] and 1 in (len(one), len(other)))


def _initials_fit(left: list[str], right: list[str]) -> bool:
    """Whether every part left over stands, letter by letter, against an initial of the other name."""
    if letters(tuple(left)) != letters(tuple(right)):
        return False
    for letter in {part[0] for part in left}:
        mine = [part for part in left if part[0] == letter]
        theirs = [part for part in right if part[0] == letter]
        if sum(len(part) > 1 for part in mine) > sum(len(part) == 1 for part in theirs):
            return False
        if sum(len(part) > 1 for part in theirs) > sum(len(part) == 1 for part in mine):
            return False
    return True


def _without(parts_left: list[str], taken: str) -> list[str]:
    rest = list(parts_left)
    rest.remove(taken)
    return rest
