"""A workflow drawn: as SVG to look at, as Mermaid text for whoever wants to draw it otherwise.

The layout is a small one of our own, that no number of actions makes unreadable: states stand below each other, by their
longest way from the beginning, and each says in its own box what may happen there: what leaves it as it is, and by which actions it
becomes another, all those to one state in one line. A step to the next box is an arrow between them; every other line leads along
the right side to the state that it names, one line for each such state, in its own colour. Nothing in the SVG needs a
style sheet, so that it shows under any content policy.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.sax.saxutils import escape, quoteattr

from service.i18n import Translator
from service.path_taken import NOWHERE, Taken
from workflows.machine import Action, Workflow, actions

_BOX, _GAP, _MARGIN, _LANE, _PADDING = 580, 34, 24, 22, 16
_LINE = 17
_TITLE_CHARACTERS, _CHARACTERS = 52, 68
"""How many characters a line of a title and of text holds, in the widest of the fonts."""

_INK, _MUTED, _PAPER, _VISITED, _NOW = "#14212B", "#52616B", "#FFFFFF", "#E6F4E7", "#0A4F6B"
_LANES = ("#0A4F6B", "#7A3E00", "#5B2A86", "#8A1C3B", "#2E5E1E")
"""Colours of the lines along the side, dark enough to be read as text."""

_FONT = "system-ui, 'Segoe UI', 'Liberation Sans', 'Noto Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Way:
    """What leads from a state to another: the lines that name it and its actions, and where the first of them stands."""

    target: str
    lines: tuple[str, ...]
    y: int
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A state where it is drawn: its upper edge, its height, and the lines of text in it."""

    y: int
    height: int
    title: tuple[str, ...]
    own: tuple[str, ...]
    ways: tuple[Way, ...]

    @property
    def bottom(self) -> int:
        """The y of its lower edge."""
        return self.y + self.height

    @property
    def entry(self) -> int:
        """Where a line from the side comes in: beside the title."""
        return self.y + 18


class Drawing:
    """The layout of one workflow in one language."""

    def __init__(self, workflow: type[Workflow], say: Translator, taken: Taken = NOWHERE) -> None:
        self._workflow, self._say, self._taken = workflow, say, taken
        self.titles = {state.id: say(str(state.name)) for state in workflow.states}

    def svg(self) -> str:
        """Draw it; of the path that was taken states are tinted and say when, ways are thick and marked, and where it ends is framed."""
        height = self.boxes[self._order[-1]].bottom + _MARGIN
        width = 2 * _MARGIN + _BOX + _LANE * (len(self._lanes) + 1)
        title = self._say(self._workflow.TITLE)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-label={quoteattr(title)} font-family="{_FONT}" font-size="12" fill="{_INK}">',
            f"<title>{escape(title)}</title>",
            f"<defs>{''.join(_tip(colour) for colour in (_MUTED, _INK, *_LANES))}</defs>",
            f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
            *self._steps(),
            *self._lines_along(),
            *(self._box(state, box) for state, box in self.boxes.items()),
            "</svg>",
        ]
        return "\n".join(parts)

    @cached_property
    def boxes(self) -> Mapping[str, Box]:
        """Where each state is drawn, in the order from above."""
        placed: dict[str, Box] = {}
        y = _MARGIN
        for state in self._order:
            placed[state] = self._placed(state, y)
            y = placed[state].bottom + _GAP
        return placed

    def _placed(self, state: str, y: int) -> Box:
        title = tuple(textwrap.wrap(self.titles[state], _TITLE_CHARACTERS))
        own = self._entered(state)
        own += tuple(textwrap.wrap("↻ " + ", ".join(self._own(state)), _CHARACTERS)) if any(self._own(state)) else ()
        ways, at = [], y + 6 + _LINE * (len(title) + len(own) + 1)
        for target, titles in self._leads(state).items():
            lines = tuple(textwrap.wrap(f"→ {self.titles[target]}: {', '.join(titles)}", _CHARACTERS))
            ways.append(Way(target, lines, at, self._went(state, target)))
            at += _LINE * len(lines)
        return Box(y, at - y - 4, title, own, tuple(ways))

    @cached_property
    def _order(self) -> list[str]:
        rank = dict.fromkeys(self.titles, 0)
        order = list(rank)
        # a way back, to a state declared earlier, makes nothing later
        forward = [(s, t) for a in self._actions for s, t in a.transitions if order.index(s) < order.index(t)]
        for _ in rank:
            for source, target in forward:
                rank[target] = max(rank[target], rank[source] + 1)
        return sorted(order, key=lambda state: rank[state])

    @cached_property
    def _actions(self) -> list[Action]:
        return list(actions(self._workflow).values())

    def _own(self, state: str) -> Iterator[str]:
        yield from (
            self._named(action, state, state) for action in self._actions if (state, state) in action.transitions
        )

    def _named(self, action: Action, source: str, target: str) -> str:
        """Name an action, with a mark where it was taken there, and how often."""
        n = self._taken.actions.get((source, target, action.event.TOPIC), 0)
        title = self._say(action.title)
        return f"✓ {title}" + (f" ×{n}" if n > 1 else "") if n else title

    def _went(self, source: str, target: str) -> bool:
        return any(pair[:2] == (source, target) for pair in self._taken.actions)

    def _entered(self, state: str) -> tuple[str, ...]:
        """Say when a state was entered, and that the case is there."""
        t, days = self._say, [day for day in self._taken.days.get(state, ()) if day]
        between = " – ".join(dict.fromkeys((t.plain(days[0]), t.plain(days[-1])))) if days else ""
        often = t.n("{n} time", "{n} times", len(days))
        times = f"✓ {often}: {between}" if days else ""
        said = " · ".join(filter(None, (times, t("The case is here") if state == self._taken.now else "")))
        return tuple(textwrap.wrap(said, _CHARACTERS))

    def _leads(self, state: str) -> dict[str, list[str]]:
        """Give the titles of the actions that leave a state, by the state to which they lead."""
        found: dict[str, list[str]] = {}
        for action in self._actions:
            for source, target in action.transitions:
                if source == state != target:
                    found.setdefault(target, []).append(self._named(action, source, target))
        return {target: found[target] for target in self._order if target in found}

    def _is_next(self, source: str, target: str) -> bool:
        return self._order.index(target) == self._order.index(source) + 1

    @cached_property
    def _lanes(self) -> dict[str, list[int]]:
        """By state to which lines lead along the side, where they leave other boxes; those of the shortest way come first."""
        lanes: dict[str, list[int]] = {}
        for source, box in self.boxes.items():
            for way in box.ways:
                if not self._is_next(source, way.target):
                    lanes.setdefault(way.target, []).append(way.y - 4)

        def length(target: str) -> int:
            ends = (self.boxes[target].entry, *lanes[target])
            return max(ends) - min(ends)

        return {target: lanes[target] for target in sorted(lanes, key=length)}

    def _colour(self, source: str, target: str) -> str:
        if self._is_next(source, target):
            return _INK
        return _LANES[list(self._lanes).index(target) % len(_LANES)]

    def _steps(self) -> Iterator[str]:
        """Draw what leads to the next box."""
        for state, box in self.boxes.items():
            for way in box.ways:
                if self._is_next(state, way.target):
                    down = f"M{_MARGIN + _BOX // 2} {box.bottom}V{self.boxes[way.target].y - 2}"
                    yield _path(down, _INK if way.taken else _MUTED, thick=way.taken)

    def _lines_along(self) -> Iterator[str]:
        """Draw what leads elsewhere: out beside the words that name it, along the side, and in beside the title."""
        edge = _MARGIN + _BOX
        for number, (target, leaving) in enumerate(self._lanes.items()):
            x, into, colour = edge + _LANE * (number + 1), self.boxes[target].entry, _LANES[number % len(_LANES)]
            gone = [way.y - 4 for box in self.boxes.values() for way in box.ways if way.taken and way.target == target]
            for out in leaving:
                yield _path(f"M{edge} {out}H{x}", colour, tip=False, thick=out in gone)
                yield f'<circle cx="{x}" cy="{out}" r="{3.6 if out in gone else 2.6}" fill="{colour}"/>'
            yield _path(f"M{x} {min(into, *leaving)}V{max(into, *leaving)}", colour, tip=False)
            if gone := [out for out in gone if out in leaving]:
                yield _path(f"M{x} {min(into, *gone)}V{max(into, *gone)}", colour, tip=False, thick=True)
            yield _path(f"M{x} {into}H{edge + 2}", colour, thick=bool(gone))

    def _box(self, state: str, box: Box) -> str:
        visited, now = state in self._taken.days, state == self._taken.now
        fill = _VISITED if visited or now else _PAPER
        stroke, thickness = (_NOW, 3) if now else (_MUTED, 1.2)
        parts = [
            f'<rect x="{_MARGIN}" y="{box.y}" width="{_BOX}" height="{box.height}" rx="6" fill="{fill}" '
            f'stroke="{stroke}" stroke-width="{thickness}"/>'
        ]
        y = box.y + 6 + _LINE
        parts += _text(box.title, y, _INK, 'font-weight="600" font-size="14"')
        parts += _text(box.own, y + _LINE * len(box.title), _MUTED)
        for way in box.ways:
            parts += _text(way.lines, way.y, self._colour(state, way.target))
        return f'<g data-state="{state}">{"".join(parts)}</g>'

    def mermaid(self) -> str:
        """Give it as a state diagram in Mermaid's language."""
        first = next(state.id for state in self._workflow.states if state.initial)
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{title}" as {state}' for state, title in self.titles.items() if state != first]
        for action in self._actions:
            for source, target in action.transitions:
                lines.append(f"    {'[*]' if source == first else source} --> {target}: {self._say(action.title)}")
        return "\n".join(lines)


def _tip(colour: str) -> str:
    return (
        f'<marker id="tip{colour[1:]}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">'
        f'<path d="M0 0 10 5 0 10z" fill="{colour}"/></marker>'
    )


def _path(way: str, colour: str, *, tip: bool = True, thick: bool = False) -> str:
    end = f' marker-end="url(#tip{colour[1:]})"' if tip else ""
    width = 3 if thick else 1.4
    return f'<path d="{way}" fill="none" stroke="{colour}" stroke-width="{width}"{end}/>'


def _text(lines: Sequence[str], y: int, colour: str, more: str = "") -> Iterator[str]:
    for number, line in enumerate(lines):
        x = _MARGIN + _PADDING + (14 if number and not more else 0)
        yield f'<text x="{x}" y="{y + _LINE * number}" fill="{colour}" {more}>{escape(line)}</text>'
