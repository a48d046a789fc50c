"""Which history each body of the country lives, and since which year."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from zlib import crc32

from service.demo.history.cast import Body
from service.demo.history.parts import Likeness
from service.demo.history.subtask_lives import Manner
from workflows.plan import Slot, obligations

YEARS = (2024, 2025, 2026)
TAKING_PART: Mapping[int, int] = {2024: 22, 2025: 41, 2026: 64}
"""Percent of the bodies that take part in a year: whoever has joined stays."""

_BUNDLED = "4.2.4"
_M = Manner
_ORDER = (
    _M.PROMPT, _M.GUIDED, _M.RETURNED, _M.LATE, _M.BACKDATED, _M.CORRECTED, _M.EXTENDED, _M.WAITING, _M.BEGUN, _M.NEVER
)  # fmt: skip
_SHARES = (
    (12, 36, 18, 6, 3, 12, 8, 3, 1, 1),
    (10, 22, 24, 15, 6, 10, 7, 3, 2, 1),
    (7, 13, 22, 24, 9, 6, 6, 4, 5, 4),
)
"""How often bodies of each diligence do things in each manner, in percent."""

_DAY = 8 * 3600


@dataclass(frozen=True, slots=True)
class Choice:
    """A history that bodies alike may live: of which slot, in which manner, at which turn."""

    likeness: Likeness
    slot: Slot
    manner: Manner
    turn: int


def choices(body: Body, this_year: int) -> Iterator[tuple[Choice, timedelta]]:
    """Give the histories of a body, each with how much later in the day it lives it."""
    for year in YEARS:
        if body.drawn % 100 < TAKING_PART[year]:
            for slot in _slots(body, year):
                drawn = crc32(f"{body.code}/{slot.subtask}/{slot.period}".encode())
                yield _choice(body, slot, drawn, past=year < this_year), timedelta(seconds=drawn // 7 % _DAY)


def _slots(body: Body, year: int) -> Iterable[Slot]:
    """Give what a body owes for a year; its preventive work goes with its analysis."""
    return (
        slot for slot in obligations(body.likeness.type, year) if slot.workflow in _LED and slot.subtask != _BUNDLED
    )


_LED = frozenset({"subtask", "risk_analysis"})
_PAST = {_M.WAITING: _M.GUIDED, _M.BEGUN: _M.LATE}
"""What of past years is not left half done."""


def _choice(body: Body, slot: Slot, drawn: int, *, past: bool) -> Choice:
    shares = _SHARES[_diligence(body)]
    place = drawn % 100
    manner = next(one for one, upper in zip(_ORDER, accumulate(shares), strict=True) if place < upper)
    manner = _PAST.get(manner, manner) if past else manner
    turns = 2 if slot.period[4:5] == "-" else 12 if slot.workflow == "risk_analysis" else 5
    return Choice(body.likeness, slot, manner, drawn // 101 % turns + 12 * (_ORDER.index(manner) % 3))


def _diligence(body: Body) -> int:
    """Give how diligent a body is, from 0: regions differ, and bodies within them."""
    region = crc32(body.region.encode()) % 3
    return (0, region, (region + body.drawn // 100) % 3, 1)[body.drawn // 1000 % 4]
