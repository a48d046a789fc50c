"""The numbers of the board of deadlines: how many are in each group, and the heat map of bodies by quarter."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from operator import add
from typing import Any

from psycopg import AsyncConnection

from events.store.statements import load
from projections.cleared import NOTHING_SEALED
from projections.deadline_filters import Sought, Standing
from projections.figures import at_ease
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


_GROUPS = tuple(one.name for one in fields(Numbers))
Vector = tuple[int, ...]
"""Numbers, in the order of their groups."""

Cell = tuple[str, str, str, str]
"""A region, a subtask, a rule and a force."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of a list whatever its group: in all, and by subtask, rule and region (by their codes).

    Each of these three is counted as if it were not asked for, so that one sees what else there is to choose.
    """

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
class _Counted:
    region: str
    subtask: str
    rule: str
    strength: str
    status: str
    nearness: str
    deadlines: int

    @property
    def numbers(self) -> Vector:
        """Give how many of them are in each group."""
        awaited = self.status in {"open", "missed"}
        groups = {"open" if awaited else self.status, self.nearness, self.status if self.status == "missed" else ""}
        if self.strength == "hard" and (self.nearness == "overdue" or self.status in {"met_late", "early", "not_done"}):
            groups.add("breach")
        return tuple(self.deadlines if group in groups else 0 for group in _GROUPS)


@dataclass(frozen=True, slots=True)
class Cube:
    """Numbers by region, subtask, rule and force: whatever a list is narrowed to by these is added up from here."""

    cells: dict[Cell, Vector]

    @property
    def all(self) -> int:
        """How many deadlines are counted, those that no longer apply left out."""
        return sum(Numbers(*one).of(Standing.ALL) for one in self.cells.values())

    def counts(self, sought: Sought) -> Counts:
        """Give the numbers of what is asked for, whichever of its groups is."""
        region, subtask, rule, strength = sought.region, sought.subtask, sought.rule, sought.strength
        total, by_subtask, by_rule, by_region = (dict[str, Vector]() for _ in range(4))
        for (of_region, of_subtask, of_rule, of_strength), numbers in self.cells.items():
            in_region, in_rule = region in {None, of_region}, rule in {None, of_rule}
            in_part = subtask in {None, of_subtask, of_subtask[:3], of_subtask[:1]}
            if in_region + in_rule + in_part < 2 or strength not in {None, of_strength}:
                continue
            if in_region and in_rule and in_part:
                _add(total, "", numbers)
            if in_rule and in_part:
                _add(by_region, of_region, numbers)
            if in_region and in_rule:
                _add(by_subtask, of_subtask, numbers)
            if in_region and in_part:
                _add(by_rule, of_rule, numbers)
        found = ({code: Numbers(*one) for code, one in by.items()} for by in (by_subtask, by_rule, by_region))
        return Counts(Numbers(*total.get("", ())), *found)


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


def _add(to: dict[Any, Vector], code: Any, numbers: Vector) -> None:
    to[code] = tuple(map(add, to[code], numbers)) if code in to else numbers


async def numbers(conn: AsyncConnection[Any], sought: Sought) -> Cube:
    """Count what is asked for, whichever groups, regions, subtasks, rules and force are; nothing of sealed cases is in figures."""
    open_to_all = replace(
        sought, standing=None, cleared=NOTHING_SEALED, region=None, subtask=None, rule=None, strength=None
    )
    where, cells = open_to_all.where(), dict[Cell, Vector]()
    async with at_ease(conn):
        counted = await rows(conn, _Counted, where.within_statement(_SQL["numbers"]), where.values | sought.days)
    for one in counted:
        _add(cells, (one.region, one.subtask, one.rule, one.strength), one.numbers)
    return Cube(cells)


async def heat(conn: AsyncConnection[Any], sought: Sought, year: int, parent: str = "") -> Sequence[Heat]:
    """Count the binding terms of a year by quarter for the bodies right below one, and for that one itself.

    Of what is asked for, organisations, regions and scope count; whatever else is asked for, all terms do. Nothing of sealed cases is
    in figures.
    """
    where = Sought(
        sought.today, organization=sought.organization, body=sought.body, region=sought.region, scope=sought.scope
    ).where()
    span = {"parent": parent, "first": date(year, 1, 1), "last": date(year, 12, 31)}
    async with at_ease(conn):
        return await rows(conn, Heat, where.within_statement(_SQL["heat"]), where.values | sought.days | span)
