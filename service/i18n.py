"""Words in the caller's language: messages, plurals, dates, and the codes of the workflows.

Message ids are English sentences; `locale/<language>/messages.po` translates them and is read at
start, so that nothing has to be compiled. Codes (states, actions, enum values) become message ids
by `service.vocabulary`.
"""

import re
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from gettext import c2py
from importlib.resources import files
from io import BytesIO
from typing import Any, Literal, cast, get_args

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from events.almaty import ALMATY
from events.text import Body, Somebody, Text, msg
from service import vocabulary

Language = Literal["ru", "kk", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
"""Russian first: it is the language of the Instruction and the default."""

NAMES: Mapping[Language, str] = {"ru": "Русский", "kk": "Қазақша", "en": "English"}
"""What each language calls itself."""


Day = date
"""The type, where a method has taken its name."""


@dataclass(frozen=True, slots=True)
class _Patterns:
    """CLDR patterns of dates: with weekday, without, without year, in digits, a month's heading, an instant."""

    locale: str
    dated: str
    plain: str
    day: str
    short: str
    month: str
    moment: str


_PATTERNS: Mapping[Language, _Patterns] = {
    "ru": _Patterns("ru", "d MMMM y (EEE)", "d MMMM y", "d MMMM", "dd.MM.y", "LLLL y", "d MMMM y, HH:mm"),
    "kk": _Patterns(
        "kk", "y 'ж'. d MMMM (EEE)", "y 'ж'. d MMMM", "d MMMM", "dd.MM.y", "y 'ж'. MMMM", "y 'ж'. d MMMM, HH:mm"
    ),
    "en": _Patterns("en_GB", "d MMMM y (EEE)", "d MMMM y", "d MMMM", "d MMM y", "MMMM y", "d MMMM y, HH:mm"),
}


@cache
def catalog(language: Language) -> Catalog | None:
    """Give the messages of a language; English needs none."""
    if language == "en":
        return None
    text = files("service").joinpath("locale", language, "messages.po").read_bytes()
    return read_po(BytesIO(text), locale=language)


@cache
def _words(language: Language) -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    """Give what a language says for a message, and its forms for one that has a plural, by message ids; English needs none."""
    said, forms = dict[str, str](), dict[str, tuple[str, ...]]()
    for one in catalog(language) or ():
        if one.id and isinstance(one.string, str):
            said[str(one.id)] = one.string or str(one.id)
        elif one.id and one.string and all(one.string):
            forms[one.id[0]] = tuple(one.string)
    return said, forms


_QUARTER = re.compile(r"\b(20\d\d)Q([1-4])\b")
_ROMAN = ("I", "II", "III", "IV")
_NAMED = msg("Quarter {roman} of {year}")
_YEAR = msg("Year {year}")
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


class Translator:
    """Speaks one language; call it with a message. With `codes` it leaves values that are sent back as they are sent."""

    def __init__(self, language: Language, codes: bool = False) -> None:
        self.language, self.codes = language, codes
        self._named: Callable[[Body | Somebody], str] = lambda _meant: ""
        self._said, self._forms = _words(language)
        self._patterns = _PATTERNS[language]
        found = catalog(language)
        self._plural = c2py(found.plural_expr if found else "(n != 1)")
        self.locale = Locale.parse(self._patterns.locale)

    def naming(self, named: Callable[[Body | Somebody], str]) -> "Translator":
        """Give one that names the bodies and people in messages by a register (see `service.named`); "" leaves their codes."""
        twin = copy(self)
        twin._named = named
        return twin

    def __call__(self, message: Text | str, **params: Any) -> str:
        """Give a message with its `{placeholders}` filled; codes among the values are named in the language."""
        if isinstance(message, Text):
            return self(message.msgid, **{**message.params, **params})
        return self._filled(self._said.get(message, message), params)

    def n(self, singular: str, plural: str, n: int, **params: Any) -> str:
        """Give the form for the number `n`, which fills `{n}`."""
        forms = self._forms.get(singular)
        form = forms[self._plural(n)] if forms else singular if n == 1 else plural
        return self._filled(form, {**params, "n": n})

    def code(self, kind: str, value: Any) -> str:
        """Name a code of that kind ("state", "action", "Channel"); an unknown one stays as it is."""
        msgid = vocabulary.title(kind, str(value))
        return self(msgid) if msgid else str(value)

    def date(self, day: Day) -> str:
        """Give a date with its weekday, "5 июля 2024 (пт)"."""
        return format_date(day, self._patterns.dated, self.locale)

    def plain(self, day: Day) -> str:
        """Give a date without its weekday."""
        return format_date(day, self._patterns.plain, self.locale)

    def day(self, day: Day) -> str:
        """Give a date without its year."""
        return format_date(day, self._patterns.day, self.locale)

    def short(self, day: Day) -> str:
        """Give a date in as little room as can be."""
        return format_date(day, self._patterns.short, self.locale)

    def month(self, day: Day) -> str:
        """Give the month of a date as a heading, "июль 2024"."""
        return format_date(day, self._patterns.month, self.locale)

    def month_name(self, day: Day) -> str:
        """Name the month of a date without its year, for the head of a column."""
        return format_date(day, "LLL", self.locale)

    def weekday(self, day: Day, width: Literal["short", "wide"] = "short") -> str:
        """Name the weekday of a date, for the head of a column or in full."""
        return format_date(day, "EEEEEE" if width == "short" else "EEEE", self.locale)

    def moment(self, instant: datetime) -> str:
        """Give an aware instant as date and time in Kazakhstan."""
        return format_datetime(instant.astimezone(ALMATY), self._patterns.moment, locale=self.locale)

    def number(self, n: int) -> str:
        """Give a whole number with the language's separators, which there are from a thousand on."""
        return str(n) if 0 <= n < 1000 else format_decimal(n, locale=self.locale)

    def decimal(self, n: float) -> str:
        """Give a number with one digit after the language's separator."""
        return format_decimal(n, "#,##0.0", locale=self.locale)

    def quarters(self, text: str) -> str:
        """Give a text with its quarters in words: "2024Q2" is "II квартал 2024"."""
        return _QUARTER.sub(lambda q: self(_NAMED, roman=_ROMAN[int(q[2]) - 1], year=q[1]), text)

    def period(self, code: str) -> str:
        """Name a year ("2024"), a quarter ("2024Q2") or a month ("2024-05"): "2024 год", "II квартал 2024", "май 2024"."""
        if month := _MONTH.fullmatch(code):
            return self.month(date(int(month[1]), int(month[2]), 1))
        return self(_YEAR, year=code) if code.isdecimal() and len(code) == 4 else self.quarters(code)

    def _filled(self, text: str, params: Mapping[str, Any]) -> str:
        return text.format(**{name: self._value(name, value) for name, value in params.items()}) if params else text

    def _meant(self, value: Body | Somebody) -> str:
        """Name whom a message means; to those who work with codes, with the code."""
        name = self._named(value)
        return f"{name} ({value.code})" if name and self.codes else name or value.code

    def _value(self, name: str, value: Any) -> str:  # noqa: PLR0911 - one a kind of value
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, date):
            return self.date(value)
        if isinstance(value, Text):
            return self(value)
        if isinstance(value, Body | Somebody):
            return self._meant(value)
        if isinstance(value, Enum):
            return self.code(type(value).__name__, value.value)
        if isinstance(value, tuple):
            return ", ".join(self._choice(name, one) for one in value)
        if name in {"quarter", "quarters"} and not self.codes:
            return self.quarters(value)
        if name == "period" and not self.codes:
            return self.period(value)
        return self.code(name, value) if isinstance(value, str) else str(value)

    def _choice(self, name: str, value: Any) -> str:
        """Name one of the values that somebody may choose; where codes are sent, with its code."""
        title = self._value(name, value)
        return f"{title} ({value})" if self.codes and title != str(value) else title


@cache
def translator(language: Language, codes: bool = False) -> Translator:
    """Give the one translator of a language, or the one that leaves codes."""
    return Translator(language, codes)


def is_language(value: str | None) -> bool:
    """Whether there is a catalogue for it."""
    return value in LANGUAGES


def pick(accept_language: str | None, preferred: str | None = None) -> Language:
    """Choose the language: what was asked for, else the best of the Accept-Language header, else Russian."""
    wanted = [preferred, *_by_quality(accept_language or "")]
    return next((cast(Language, code) for code in wanted if is_language(code)), LANGUAGES[0])


def _by_quality(header: str) -> list[str]:
    weighed: list[tuple[float, str]] = []
    for part in header.split(",")[:20]:
        tag, _, parameter = part.strip().partition(";")
        name, _, quality = parameter.strip().partition("=")
        weight = float(quality) if name == "q" and quality.replace(".", "", 1).isdecimal() else 1.0
        weighed.append((weight, tag.strip().lower().split("-")[0]))
    return [tag for weight, tag in sorted(weighed, key=lambda pair: -pair[0]) if weight > 0]
