"""The packaged facts of the calendar: base holidays, laws, overrides and names, read once from the files beside this module."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files

import msgspec

from workflows.calendar.day import Holiday, Law, Override, Swap

FIRST_YEAR, LAST_YEAR = 2016, 2040
FIRST_DAY, LAST_DAY = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""The days the calendar answers for."""


class BaseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The snapshot `base.json`: where it comes from, the checksum of its holidays, and the holidays."""

    library: str
    version: str
    sha256: str
    holidays: tuple[Holiday, ...]

    def text(self) -> str:
        """Give the file's text, one holiday a line."""
        lines = ",\n".join("  " + line for line in _lines(self.holidays))
        head = "".join(f'"{key}": "{getattr(self, key)}",\n' for key in ("library", "version", "sha256"))
        return f'{{\n{head}"holidays": [\n{lines}\n]\n}}\n'


class _OverridesFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    swaps: tuple[Swap, ...]
    days: tuple[Override, ...]


def _lines(holidays: Iterable[Holiday]) -> list[str]:
    rows = (
        {"day": h.day, "name": h.name, "kind": h.kind, **({"estimated": True} if h.estimated else {})} for h in holidays
    )
    return [msgspec.json.encode(row).decode() for row in rows]


def checksum(holidays: Iterable[Holiday]) -> str:
    """Give the SHA-256, in hexadecimal, of the holidays as they are written."""
    return hashlib.sha256("\n".join(_lines(holidays)).encode()).hexdigest()


def _read(name: str) -> bytes:
    return files(__package__).joinpath(name).read_bytes()


@cache
def base() -> BaseFile:
    """Give the snapshot; raises `ValueError` if its holidays do not have the checksum it states."""
    found = msgspec.json.decode(_read("base.json"), type=BaseFile)
    if checksum(found.holidays) != found.sha256:
        raise ValueError("workflows/calendar/base.json was changed by hand: run python -m workflows.calendar.snapshot")
    return found


@cache
def laws() -> tuple[Law, ...]:
    """Give the changes of the holidays law, oldest first."""
    return msgspec.yaml.decode(_read("laws.yaml"), type=tuple[Law, ...])


@cache
def overrides() -> tuple[Override, ...]:
    """Give the packaged overrides, oldest publication first, those without one at the head."""
    found = msgspec.yaml.decode(_read("overrides.yaml"), type=_OverridesFile)
    days = [day for swap in found.swaps for day in swap.days]
    return in_order([*days, *found.days])


def in_order(overrides: Iterable[Override]) -> tuple[Override, ...]:
    """Sort by level, then by publication: of two about the same day the narrower, then the later published wins."""
    return tuple(sorted(overrides, key=lambda o: (o.level, o.known_from or date.min)))


@cache
def names() -> Mapping[str, Mapping[str, str]]:
    """Give the titles of the holidays: code to language to title."""
    return msgspec.yaml.decode(_read("names.yaml"), type=dict[str, dict[str, str]])
