"""The hierarchy with the figures of everything below each body, summed up once for as long as neither of them changes."""

from collections import OrderedDict
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from datetime import date, timedelta
from weakref import ref

from projections.figures import Figures
from projections.term_counts import Count
from service.figures import Counted
from service.moment import Moment
from workflows.register import Register

_MOST = 16
"""Trees of a country that are kept: each takes some megabytes."""


@dataclass(slots=True)
class Branch:
    """A body with what is below it, or a region, or the country: the counts are of all together.

    `below` are the codes of what stands directly below, `bodies` how many bodies there are below it that exist, `elsewhen` how many
    terms of other years are overdue, `silent` how many of the bodies (itself among them) owe work and record nothing.
    """

    code: str
    below: list[str] = field(default_factory=list)
    bodies: int = 0
    count: Count = field(default_factory=Count)
    elsewhen: int = 0
    silent: int = 0
    exists: bool = True

    @property
    def overdue(self) -> int:
        """How many terms are overdue, of all years."""
        return self.count.overdue + self.elsewhen

    def take(self, other: "Branch") -> None:
        """Take in what is below a branch, and itself if it exists."""
        self.bodies += other.bodies + other.exists
        if other.count.all:
            self.count.add(other.count)
        self.elsewhen += other.elsewhen
        self.silent += other.silent


@dataclass(slots=True)
class Tree:
    """Bodies by code as they stood on a day, those at the top of them, and the regions.

    A region counts the bodies that lie in it; directly below it are those of them whose body above does not.
    """

    bodies: dict[str, Branch]
    tops: list[str]
    regions: dict[str, Branch]
    whole: Branch


@dataclass
class Trees:
    """Keeps the trees that were grown last."""

    _known: OrderedDict[Hashable, tuple[Counted, "ref[Register]", int, Tree]] = field(default_factory=OrderedDict)

    def of(self, counted: Counted, moment: Moment, register: Register, scope: list[str] | None, on: date) -> Tree:
        """Give the tree of the bodies that somebody may see, all for None."""
        key = (moment, counted.asked, on, None if scope is None else tuple(scope))
        known = self._known.get(key)
        if known and known[0] is counted and known[1]() is register and known[2] == register.revision:
            return known[3]
        tree = grown(register, register.codes() if scope is None else scope, on, counted.figures)
        self._known[key] = counted, ref(register), register.revision, tree
        self._known.move_to_end(key)
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        return tree


def grown(register: Register, codes: Collection[str], on: date, figures: Figures) -> Tree:
    """Sum up the figures of bodies along the hierarchy of a day; closed bodies count, too: their terms are still theirs.

    On its last day a body is closed, as it is in lists.
    """
    after = on + timedelta(days=1)
    bodies = {
        code: _own(code, figures, exists=register.exists(code, after))
        for code in codes
        if register.type_of(code, on) is not None
    }
    above = {code: register.above(code, on) for code in bodies}
    lies_in = {code: register.region_of(code, on) for code in bodies}
    regions = {region: Branch(region, exists=False) for region in sorted(set(lies_in.values()))}
    tops: list[str] = []
    for code, branch in bodies.items():
        regions[lies_in[code]].take(branch)
        if above[code] in bodies:
            bodies[above[code]].below.append(code)
        else:
            tops.append(code)
        if lies_in.get(above[code]) != lies_in[code]:
            regions[lies_in[code]].below.append(code)
    order, starts = _downwards(bodies, tops), set(tops)
    for code in tops:
        if above[code] in bodies:
            bodies[above[code]].below.remove(code)
    for code in reversed(order):
        if code not in starts:
            bodies[above[code]].take(bodies[code])
    return Tree(bodies, tops, regions, _together(regions))


def _together(regions: dict[str, Branch]) -> Branch:
    whole = Branch("", below=list(regions), exists=False)
    for region in regions.values():
        whole.take(region)
    return whole


def _own(code: str, figures: Figures, *, exists: bool) -> Branch:
    branch = Branch(
        code, elsewhen=figures.elsewhen.get(code, 0), silent=int(code in figures.silent_bodies), exists=exists
    )
    if count := figures.by_body.get(code):
        branch.count.add(count)
    return branch


def _downwards(bodies: dict[str, Branch], tops: list[str]) -> list[str]:
    """Order bodies so that each comes after the one above it; of a circle, which old entries may have, its first is made a top."""
    order: list[str] = []
    seen: set[str] = set()
    given = len(tops)
    for place, start in enumerate((*tops, *bodies)):
        if start in seen:
            continue
        if place >= given:
            tops.append(start)
        seen.add(start)
        fresh = [start]
        while fresh:
            code = fresh.pop()
            order.append(code)
            below = [child for child in bodies[code].below if child not in seen]
            seen.update(below)
            fresh += below
    return order
