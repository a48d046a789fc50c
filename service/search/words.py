"""What somebody writes into the search: words, “phrases”, words to leave out, numbers, dates."""

import re
from dataclasses import dataclass
from datetime import date

from events.spelling import has_kazakh_letters, plain

_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_TERM = re.compile(r'(?P<out>(?<!\S)[-–−])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d\d?)\.(\d\d?)\.(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d\d)|(\d\d)\.(\d{4})")
_PERIOD = re.compile(r"20\d\d(?:Q[1-4])?", re.IGNORECASE)
_SUBTASK = re.compile(r"[1-4]\.[1-9](?:\.[1-9])?")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for, or to leave `out`: words that follow each other, as texts are searched.

    `exact` are those in quotation marks. `marks` are what else finds it ("date=2024-03-12"), with a star their beginnings.
    """

    words: tuple[str, ...]
    out: bool
    exact: bool
    is_kazakh: bool
    marks: tuple[str, ...] = ()


def terms(text: str) -> list[Term]:
    """Read what somebody wrote; what holds no letter and no digit is passed over."""
    found = [_term(match) for match in _TERM.finditer(text.translate(_QUOTES))]
    return [term for term in found if term.words]


def _term(match: re.Match[str]) -> Term:
    phrase, word = match["phrase"], match["word"]
    written = phrase if word is None else word
    marks = () if word is None else _marks(word.strip(",;:!?()"))
    return Term(tuple(plain(written).split()), bool(match["out"]), word is None, has_kazakh_letters(written), marks)


def _marks(word: str) -> tuple[str, ...]:
    """Give the marks that a day, a month, a period or a subtask stands for."""
    if (day := _DAY.fullmatch(word)) and (iso := _iso(day)):
        return (f"date={iso}",)
    if month := _MONTH.fullmatch(word):
        year, number = (month[1], month[2]) if month[1] else (month[4], month[3])
        return (f"date={year}-{number}-*", f"period={year}-{number}")
    if _PERIOD.fullmatch(word):
        return (f"period={word.upper()}{'*' if word.isdigit() else ''}",)
    if not _SUBTASK.fullmatch(word):
        return ()
    return (f"subtask={word}{'' if word.count('.') > 1 else '.*'}",)


def _iso(day: re.Match[str]) -> str:
    year, month, number = (day[1], day[2], day[3]) if day[1] else (day[6], day[5], day[4])
    try:
        return date(int(year), int(month), int(number)).isoformat()
    except ValueError:
        return ""
