"""The numbers of the board of deadlines: how many are in each group, and the heat map of bodies by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.store.statements import load
from projections.cleared import NOTHING_SEALED
from projections.deadline_filters import Sought, Standing
from projections.page import rows

_SQL = load(__package__, "board.sql")
QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many deadlines are in each group (`Standing`); `open` is all that is awaited, the overdue included."""

    overdue: int = 0
    due_soon: int = 0
    open: int = 0
    missed: int = 0
    met: int = 0
    met_late: int = 0
    early: int = 0
    not_done: int = 0
    dropped: int = 0
    breach: int = 0

    def of(self, standing: str) -> int:
        """Give how many are in a group."""
        match standing:
            case Standing.LATE:
                return self.met_late + self.early + self.not_done
            case Standing.NOT_YET:
                return self.open - self.overdue
            case Standing.ALL:
                return self.open + self.met + self.met_late + self.early + self.not_done
        return int(getattr(self, standing))


@dataclass(frozen=True, slots=True)
class _Counted(Numbers):
    kind: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of a list whatever its group: in all, and by subtask, rule and region (by their codes)."""

    all: Numbers = field(default_factory=Numbers)
    subtask: dict[str, Numbers] = field(default_factory=dict)
    rule: dict[str, Numbers] = field(default_factory=dict)
    region: dict[str, Numbers] = field(default_factory=dict)

    def parts(self, standing: str) -> dict[str, int]:
        """Give how many of a group there are by subtask, and together by task and by project."""
        found: dict[str, int] = {}
        for code, numbers in self.subtask.items():
            for part in {code[:1], code[:3], code} - {""}:
                found[part] = found.get(part, 0) + numbers.of(standing)
        return found


@dataclass(frozen=True, slots=True)
class Heat:
    """What became of the binding terms of a body, with everything below it, in a quarter (1 to 4).

    `due` still apply; of these `overdue` are awaited and have passed, `late` were done out of time, or not at all.
    """

    organization: str
    quarter: int
    due: int
    overdue: int
    late: int

    @property
    def breaches(self) -> int:
        """How many are late, in whatever way."""
        return self.overdue + self.late

    @property
    def share(self) -> int:
        """How many in a hundred are late; one that is late is never rounded away."""
        return max(100 * self.breaches // self.due, 1) if self.breaches else 0


async def numbers(conn: AsyncConnection[Any], sought: Sought) -> Counts:
    """Count a list, whichever of its groups is asked for; nothing of sealed cases is in figures."""
    where = replace(sought, standing=None, cleared=NOTHING_SEALED).where()
    found = await rows(conn, _Counted, where.within_statement(_SQL["numbers"]), where.values | sought.days)
    by: dict[str, dict[str, Numbers]] = {"": {}, "subtask": {}, "rule": {}, "region": {}}
    for one in found:
        by[one.kind][one.code] = Numbers(**{name.name: getattr(one, name.name) for name in fields(Numbers)})
    return Counts(by[""].get("", Numbers()), by["subtask"], by["rule"], by["region"])


async def heat(conn: AsyncConnection[Any], sought: Sought, year: int, parent: str = "") -> Sequence[Heat]:
    """Count the binding terms of a year by quarter for the bodies right below one, and for that one itself: all groups together.

    Nothing of sealed cases is in figures.
    """
    where = replace(sought, standing=None, cleared=NOTHING_SEALED, strength=None, due_from=None, due_to=None).where()
    span = {"parent": parent, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    return await rows(conn, Heat, where.within_statement(_SQL["heat"]), where.values | sought.days | span)
