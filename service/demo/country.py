"""A synthetic country: as many bodies of each kind as there are in reality, made up by counting, always the same.

The akimats of the regions and the words are those of the demonstration: where it is loaded, its organisations are part of
the country.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import count
from typing import Any

from events.identification import check_digit
from events.organization import ROOTS, OrganizationType
from service.demo import invented
from service.demo.bodies import Body, bodies
from service.demo.load import FIRST_DAY
from service.organizations import Organizations
from workflows.actor import SYSTEM

_T = OrganizationType
COUNTS: Mapping[OrganizationType, int] = {
    _T.CGO: 45, _T.KOM: 70, _T.TER: 800, _T.UPR: 440, _T.RAY: 200, _T.OTD: 2_260, _T.KGS: 6_150
}  # fmt: skip
"""How many of each kind there are beside the akimats of the 20 regions and the anti-corruption body."""

_SAVED_TOGETHER = 250

Entry = dict[str, Any]
"""The data of the event by which an organisation enters the register."""


def groups(scale: float = 1.0) -> Iterator[list[Entry]]:
    """Give the country in groups, superiors in earlier ones; `scale` makes smaller all of it but the regions' akimats."""
    for level in _levels({kind: max(1, round(number * scale)) for kind, number in COUNTS.items()}):
        entries = [_entry(body, number) for number, body in enumerate(level)]
        yield from (entries[start : start + _SAVED_TOGETHER] for start in range(0, len(entries), _SAVED_TOGETHER))


def size(scale: float = 1.0) -> int:
    """Give how many organisations the country has."""
    return sum(len(group) for group in groups(scale))


async def register_country(
    organizations: Organizations, scale: float, progress: Callable[[int], None] = lambda _done: None
) -> int:
    """Enter the country's organisations that are not there yet; gives how many. `progress` takes how many are done."""
    entered = done = 0
    for group in groups(scale):
        entered += await organizations.enter_all(group, SYSTEM)
        done += len(group)
        progress(done)
    return entered


def _levels(numbers: Mapping[OrganizationType, int]) -> Iterator[Sequence[Body]]:
    roots = [body for body in bodies() if body.type in ROOTS]
    akimats = [body for body in roots if body.type is _T.OBL]
    ministries = [invented.ministry(n) for n in range(numbers[_T.CGO])]
    committees = [invented.committee(n, ministries) for n in range(numbers[_T.KOM])]
    departments = [invented.department(n, akimats) for n in range(numbers[_T.UPR])]
    districts = [invented.district(n, akimats) for n in range(numbers[_T.RAY])]
    yield from (roots, ministries, committees)
    yield [invented.territorial(n, committees, akimats) for n in range(numbers[_T.TER])]
    yield from (departments, districts)
    yield [invented.section(n, districts, akimats) for n in range(numbers[_T.OTD])]
    yield [invented.enterprise(n, departments) for n in range(numbers[_T.KGS])]


def _entry(body: Body, number: int) -> Entry:
    """Give the data of a body; of the enterprises every third has no account, every fourth no site."""
    enterprise = body.type is _T.KGS
    names = body.names
    return {
        "code": body.code,
        "type": body.type,
        "region": body.region,
        "name_ru": names.ru,
        "name_kk": names.kk,
        "name_en": names.en,
        "since": FIRST_DAY,
        "parent": body.parent,
        "bin": _bin(body.code),
        "site": None if enterprise and number % 4 == 0 else f"https://{body.code}.example.kz",
        "account": not enterprise or number % 3 != 0,
    }


def _bin(code: str) -> str:
    """Give a valid BIN of a legal entity, made of its code alone, so that a country of another scale has no other one for it.

    Of the numbers there are 160 million, so that hardly ever two bodies would have the same.
    """
    drawn = int.from_bytes(sha256(code.encode()).digest()[:8])
    drawn, year = divmod(drawn, 34)
    drawn, month = divmod(drawn, 12)
    serial, branch = divmod(drawn, 4)
    head = f"{(90 + year) % 100:02}{month + 1:02}4{branch}"
    found = (f"{head}{number % 100_000:05}" for number in count(serial))
    return next(f"{eleven}{digit}" for eleven in found if (digit := check_digit(eleven)) is not None)
