"""The rows of a tree of bodies: each with what became of the terms of everything below it, opened one level at a time by links."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from service.figures import Counted
from service.tree import Branch, Tree
from service.web import overview
from service.web.figure_lists import listed
from service.web.home import counted
from service.web.visitor import Visitor
from workflows.regions import REGIONS
from workflows.register import Register

LEVEL = 25
"""So many bodies of a level are shown; the list of all leads on."""

FITTING = 30
"""A tree opens by itself as far as its rows are no more than this."""

_MOST_OPEN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a tree; `kind` is country, region, body or further. `opens` is the address that opens or closes what is below, empty where there is nothing or nothing to open.

    `further` is how many bodies of the level are left out behind this row, `list_at` the list of all of them.
    """

    branch: Branch
    depth: int
    row: overview.Row
    kind: str = ""
    type: str = ""
    is_open: bool = False
    opens: str = ""
    further: int = 0
    list_at: str = ""
    silent_at: str = ""

    @property
    def overdue_at(self) -> str:
        """Give the address of all that is overdue, of whatever year."""
        asked = {name: value for name, value in self.row.asked.items() if not name.startswith("due_")}
        return listed("overdue", **asked)


@dataclass
class Grown:
    """A tree as somebody sees it, of a year: whose it is, how it was counted, and the codes of what they opened."""

    visitor: Visitor
    found: Counted
    register: Register
    tree: Tree
    opened: Collection[str] | None
    lines: list[Line] = field(default_factory=list)

    def own(self, code: str, depth: int = 0) -> Line:
        """Give the row of a body, with nothing to open."""
        return self._line(self.tree.bodies[code], depth, of_region=False)

    def whole(self) -> Line:
        """Give the row of all that somebody sees."""
        row = overview.row("", "", self.tree.whole.count, overview.year_of(self.found.asked))
        return Line(self.tree.whole, 0, row, "country", silent_at="/silent")

    def show(self, codes: Iterable[str], *, depth: int = 0, regions: bool = False, above: str = "") -> list[Line]:
        """Give the rows of bodies or regions, directly below one if it is given, and of what is open below them."""
        self.lines = []
        opened = self._fitting(codes, regions) if self.opened is None else set(self.opened)
        self._level(self._branches(codes, regions), depth, opened, above, regions)
        return self.lines

    def name(self, code: str) -> str:
        """Name a body or a region on the day."""
        if code in REGIONS:
            return REGIONS[code].names[self.visitor.t.language]
        record = self.register.organization(code)
        names = (record.names.at(self.visitor.today.day) or record.names.entries[0][1]) if record else None
        return str(getattr(names, self.visitor.t.language)) if names else code

    def _branches(self, codes: Iterable[str], regions: bool) -> list[Branch]:
        """Give the branches of a level, those with most overdue first; what was closed and has no terms is left out."""
        found = [(self.tree.regions if regions else self.tree.bodies)[code] for code in codes]
        shown = [one for one in found if one.exists or regions or one.count.all or one.elsewhen]
        return sorted(shown, key=lambda one: (-one.overdue, self.name(one.code)))

    def _fitting(self, codes: Iterable[str], regions: bool) -> set[str]:
        """Open levels from the top as long as all the rows fit; what is below a single body in any case."""
        opened: set[str] = set()
        level = self._branches(codes, regions)
        room = FITTING - len(level)
        while level:
            below = [child for one in level for child in self._branches(one.below, False)]
            room -= len(below)
            if not below or (room < 0 and len(level) > 1):
                break
            opened |= {one.code for one in level}
            level = below
        return opened

    def _level(self, level: list[Branch], depth: int, opened: set[str], above: str, regions: bool) -> None:
        shown = level[:LEVEL] if above else level
        for one in shown:
            is_open = one.code in opened and bool(one.below)
            self.lines.append(self._line(one, depth, of_region=regions, opened=opened))
            if is_open:
                self._level(self._branches(one.below, False), depth + 1, opened, one.code, False)
        if left := level[len(shown) :]:
            list_at = f"/organizations?{urlencode({'region' if above in REGIONS else 'parent': above})}"
            row = overview.row("", "", left[0].count, {})
            self.lines.append(Line(left[0], depth, row, "further", further=len(left), list_at=list_at))

    def _line(self, one: Branch, depth: int, *, of_region: bool, opened: set[str] | None = None) -> Line:
        whose = {"region" if of_region else "organization": one.code}
        at = f"/map/{one.code}" if of_region else f"/organizations/{one.code}"
        row = overview.row(
            one.code, self.name(one.code), one.count, {**whose, **overview.year_of(self.found.asked)}, at=at
        )
        within = {"region" if of_region else "within": one.code, "silent": "yes"}
        return Line(
            one, depth, row, "region" if of_region else "body", self.register.type_of(one.code, self.visitor.today.day) or "", bool(opened and one.code in opened and one.below),
            self._toggled(one.code, opened) if opened is not None and one.below else "", silent_at=f"/organizations?{urlencode(within)}",
        )  # fmt: skip

    def _toggled(self, code: str, opened: set[str]) -> str:
        """Give the address of this page with a branch opened, or closed."""
        kept = [pair for pair in self.visitor.request.query_params.multi_items() if pair[0] != "open"]
        codes = sorted(opened ^ {code})[:_MOST_OPEN]
        return f"{self.visitor.request.url.path}?{urlencode([*kept, *(('open', one) for one in codes or [''])])}#row-{code}"


async def grow(visitor: Visitor, year: int | None = None) -> Grown:
    """Grow the tree of the bodies that a visitor may see, as of the moment they look at."""
    found = await counted(visitor, year)
    register = await visitor.register()
    tree = visitor.service.trees.of(found, visitor.moment, register, visitor.scope, visitor.today.day)
    asked: list[Any] = visitor.request.query_params.getlist("open")
    return Grown(visitor, found, register, tree, asked or None)
