"""Two lists of five thousand offences that agree but for what is planted, with every pair written in another hand."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from events.offence import OffenceCategory
from workflows.reconciliation.names import parts
from workflows.reconciliation.record import Record

_BEGINNINGS = [
    "Аб",
    "Бай",
    "Кас",
    "Тул",
    "Жан",
    "Нур",
    "Сер",
    "Омар",
    "Иса",
    "Мур",
    "Әбіл",
    "Қасым",
    "Жүн",
    "Мұқ",
    "Өтеп",
    "Бекқ",
    "Сағын",
    "Ғаб",
    "Шың",
    "Төл",
]
_MIDDLES = ["дра", "кыл", "мета", "рбо", "лти", "сенга", "жапа", "нтөре", "вика", "шыла"]
_ENDINGS = ["нов", "ев", "баев", "зин", "ский", "мин", "ченко", "кызы", "хан", "ёлов"]
_NAMES = [
    "Ерлан",
    "Нұрлан",
    "Әлия",
    "Талғат",
    "Санат",
    "Асёл",
    "Қуаныш",
    "Дәурен",
    "Мейрам",
    "Жанна",
    "Гүлнар",
    "Игорь",
    "Пётр",
    "Светлана",
    "Өмір",
]
_PATRONYMICS = [
    "Болатович",
    "Серікұлы",
    "Фёдорович",
    "Қайратович",
    "Маратовна",
    "Ескенқызы",
    "Игоревич",
    "Талғатович",
    "Асқарович",
]
_FIRST = date(2024, 1, 1)


@dataclass
class Lists:
    """Both lists, and the codes of rows that must be listed as differences; of the body's, then of the registry's."""

    own: list[Record] = field(default_factory=list)
    registry: list[Record] = field(default_factory=list)
    own_planted: set[str] = field(default_factory=set)
    registry_planted: set[str] = field(default_factory=set)


def surnames() -> list[str]:
    """Two thousand surnames, no two of them one slip of the pen apart."""
    return [f"{first}{middle}{last}" for first in _BEGINNINGS for middle in _MIDDLES for last in _ENDINGS]


def record(code: str, name: str, day: date, **more: object) -> Record:
    """A row as it is compared."""
    category = OffenceCategory.CRIMINAL
    made = Record(code, parts(name), category, day, day - timedelta(days=200), "", "")
    return replace(made, **more)  # type: ignore[arg-type]


def _russian(name: str) -> str:
    return name.translate(str.maketrans("ӘәҒғҚқҢңӨөҰұҮүІіёЁ", "АаГгКкНнОоУуУуИиеЕ"))


def _initials(name: str) -> str:
    surname, first, patronymic = name.rsplit(" ", 2)
    return f"{surname} {first[0]}.{patronymic[0]}."


def _swapped(name: str) -> str:
    surname, first, patronymic = name.rsplit(" ", 2)
    return f"{first} {patronymic} {surname}"


HANDS: tuple[Callable[[str], str], ...] = (
    lambda name: name,
    _russian,
    str.upper,
    _initials,
    _swapped,
    lambda name: _initials(_russian(name)),
    lambda name: name.replace("-", " "),
)
"""How another hand writes a name that is still the same."""


def generated(size: int, planted: int, seed: int = 1) -> Lists:
    """Make two lists of a size with so many planted differences of each of six kinds."""
    chance, made = Random(seed), Lists()  # noqa: S311 - names for a test
    known = surnames()
    for number in range(size):
        # a date is not used again with a surname, so that no two rows are taken for one another by chance
        surname = known[number % len(known)]
        if number % 9 == 0:
            surname = f"{surname}-{known[(number * 7 + 11) % len(known)]}"
        name = f"{surname} {chance.choice(_NAMES)} {chance.choice(_PATRONYMICS)}"
        day = _FIRST + timedelta(days=(number // len(known)) * 90 + number % 60)
        act = f"1-{number}/2024" if number % 3 == 0 else ""
        mine = record(str(number), name, day, act_no=act)
        theirs = record(f"r{number}", chance.choice(HANDS)(name), day, act_no=act if number % 2 == 0 else "")
        _plant(made, mine, theirs, number // planted if number < planted * 6 else 6)
    chance.shuffle(made.own)
    chance.shuffle(made.registry)
    return made


def _plant(made: Lists, mine: Record, theirs: Record, kind: int) -> None:
    """Add a pair as it is, or changed so that it must be listed."""
    both = True
    match kind:
        case 0:
            made.own.append(mine)
            made.own_planted.add(mine.code)
            both = False
        case 1:
            made.registry.append(theirs)
            made.registry_planted.add(theirs.code)
            both = False
        case 2:
            theirs = replace(theirs, category=OffenceCategory.ADMINISTRATIVE)
        case 3:
            theirs = replace(theirs, name=_misspelt(theirs.name), act_no="")
        case 4:
            theirs = replace(theirs, counts_on=_next(theirs.counts_on), happened_on=None, act_no="")
        case 5:
            mine, theirs = replace(mine, act_no="17"), replace(theirs, act_no="71")
    if both:
        made.own.append(mine)
        made.registry.append(theirs)
        if kind < 6:
            made.own_planted.add(mine.code)
            made.registry_planted.add(theirs.code)


def _misspelt(name: tuple[str, ...]) -> tuple[str, ...]:
    longest = max(name, key=len)
    return tuple(part if part != longest else part[:2] + "щ" + part[3:] for part in name)


def _next(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None
