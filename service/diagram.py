"""A workflow drawn: as SVG to look at, as Mermaid text for whoever wants to draw it otherwise.

The layout is a small one of our own: states in rows by their longest way from the beginning, steps to the next row between
them, and actions that leave several rows for one state ("cancel") as a line along the right side. Actions that leave a
state as it is stand inside its box. Nothing in the SVG needs a style sheet, so that it shows under any content policy.
"""

import textwrap
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from xml.sax.saxutils import escape, quoteattr

from service.i18n import Translator
from workflows.machine import Action, Workflow, actions

_BOX, _GAP_X, _GAP_Y, _MARGIN_X, _MARGIN_Y, _LANE = 300, 170, 80, 190, 40, 70
_LINE = 17
_INK, _MUTED, _PAPER, _VISITED, _NOW = "#14212B", "#52616B", "#FFFFFF", "#E6F4E7", "#0A4F6B"
_FONT = "system-ui, 'Segoe UI', 'Liberation Sans', 'Noto Sans', sans-serif"

Step = tuple[str, str, str]
"""Source state, target state, title of the action."""


@dataclass(frozen=True, slots=True)
class Box:
    """A state where it is drawn: its upper left corner, its height, and the lines of text in it."""

    x: int
    y: int
    height: int
    title: tuple[str, ...]
    own: tuple[str, ...]

    @property
    def middle(self) -> int:
        """The x of its centre."""
        return self.x + _BOX // 2

    @property
    def bottom(self) -> int:
        """The y of its lower edge."""
        return self.y + self.height


class Drawing:
    """The layout of one workflow in one language."""

    def __init__(self, workflow: type[Workflow], say: Translator) -> None:
        self._workflow, self._say = workflow, say
        self.titles = {state.id: say(str(state.name)) for state in workflow.states}

    def svg(self, visited: Collection[str] = (), now: str = "") -> str:
        """Draw it; `visited` states are tinted, `now` is framed."""
        height = max(box.bottom for box in self.boxes.values()) + _MARGIN_Y
        width = max(box.x for box in self.boxes.values()) + _BOX + _LANE * (len(self._lanes) + 1)
        title = self._say(self._workflow.TITLE)
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'role="img" aria-label={quoteattr(title)} font-family="{_FONT}" font-size="14" fill="{_INK}">',
            f"<title>{escape(title)}</title>",
            '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">'
            f'<path d="M0 0 10 5 0 10z" fill="{_MUTED}"/></marker></defs>',
            f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
            *self._steps(),
            *self._lines_along(),
            *(self._box(state, box, state in visited, state == now) for state, box in self.boxes.items()),
            "</svg>",
        ]
        return "\n".join(parts)

    @cached_property
    def boxes(self) -> Mapping[str, Box]:
        """Where each state is drawn."""
        placed: dict[str, Box] = {}
        y = _MARGIN_Y
        for row in self._rows:
            heights = []
            for column, state in enumerate(row):
                title = tuple(textwrap.wrap(self.titles[state], 34))
                own = tuple(textwrap.wrap(", ".join(self._own(state)), 40))
                heights.append(22 + _LINE * (len(title) + len(own)))
                placed[state] = Box(_MARGIN_X + column * (_BOX + _GAP_X), y, heights[-1], title, own)
            y += max(heights) + _GAP_Y
        return placed

    @cached_property
    def _rows(self) -> list[list[str]]:
        rank = dict.fromkeys(self.titles, 0)
        order = list(rank)
        # a way back, to a state declared earlier, makes nothing later
        forward = [(s, t) for s, t, _ in self._moves if order.index(s) < order.index(t)]
        for _ in rank:
            for source, target in forward:
                rank[target] = max(rank[target], rank[source] + 1)
        return [[state for state in rank if rank[state] == row] for row in sorted(set(rank.values()))]

    @cached_property
    def _moves(self) -> list[Step]:
        return [(s, t, self._say(a.title)) for a in self._actions for s, t in a.transitions if s != t]

    @cached_property
    def _actions(self) -> list[Action]:
        return list(actions(self._workflow).values())

    def _own(self, state: str) -> Iterator[str]:
        yield from (self._say(action.title) for action in self._actions if (state, state) in action.transitions)

    @cached_property
    def _lanes(self) -> list[tuple[str, str]]:
        """The (target, title) of actions that jump over rows."""
        row_of = {state: number for number, row in enumerate(self._rows) for state in row}
        return list(dict.fromkeys((t, title) for s, t, title in self._moves if row_of[t] - row_of[s] != 1))

    def _steps(self) -> Iterator[str]:
        """Draw what leads to the next row; the title stands where the line is not shared."""
        steps = [(s, t, title) for s, t, title in self._moves if (t, title) not in self._lanes]
        for source, target, title in steps:
            a, b = self.boxes[source], self.boxes[target]
            turn = b.y - _GAP_Y // 2 + 4
            yield _path(f"M{a.middle} {a.bottom}V{turn}H{b.middle}V{b.y - 2}")
            shared = sum(s == source for s, _, _ in steps) > 1
            yield _text(b.middle - 8, b.y - 14, title) if shared else _text(a.middle - 8, turn - 12, title)

    def _lines_along(self) -> Iterator[str]:
        titles_at: Counter[int] = Counter()
        for number, (target, title) in enumerate(self._lanes):
            x = max(box.x for box in self.boxes.values()) + _BOX + _LANE * (number + 1) - 20
            goal = self.boxes[target]
            into = goal.y + goal.height // 2
            for source in [s for s, t, named in self._moves if (t, named) == (target, title)]:
                box = self.boxes[source]
                out = box.bottom + 14
                yield _path(f"M{box.x + _BOX - 24} {box.bottom}V{out}H{x}V{into}", tip=False)
            yield _path(f"M{x} {into}H{goal.x + _BOX + 2}")
            yield _text(x - 8, goal.y - 14 - titles_at[goal.y] * _LINE, title)
            titles_at[goal.y] += 1

    def _box(self, state: str, box: Box, visited: bool, now: bool) -> str:
        fill = _VISITED if visited or now else _PAPER
        stroke, thickness = (_NOW, 3) if now else (_MUTED, 1.2)
        lines = [
            f'<rect x="{box.x}" y="{box.y}" width="{_BOX}" height="{box.height}" rx="6" fill="{fill}" '
            f'stroke="{stroke}" stroke-width="{thickness}"/>'
        ]
        y = box.y + 24
        for line in box.title:
            lines.append(f'<text x="{box.middle}" y="{y}" text-anchor="middle" font-weight="600">{escape(line)}</text>')
            y += _LINE
        for number, line in enumerate(box.own):
            text = f"↻ {line}" if number == 0 else line
            lines.append(
                f'<text x="{box.middle}" y="{y}" text-anchor="middle" font-size="12" fill="{_MUTED}">{escape(text)}</text>'
            )
            y += _LINE
        return f'<g data-state="{state}">{"".join(lines)}</g>'

    def mermaid(self) -> str:
        """Give it as a state diagram in Mermaid's language."""
        first = next(state.id for state in self._workflow.states if state.initial)
        lines = ["stateDiagram-v2"]
        lines += [f'    state "{title}" as {state}' for state, title in self.titles.items() if state != first]
        for action in self._actions:
            for source, target in action.transitions:
                lines.append(f"    {'[*]' if source == first else source} --> {target}: {self._say(action.title)}")
        return "\n".join(lines)


def _path(way: str, *, tip: bool = True) -> str:
    end = ' marker-end="url(#tip)"' if tip else ""
    return f'<path d="{way}" fill="none" stroke="{_MUTED}" stroke-width="1.4"{end}/>'


def _text(x: int, y: int, text: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="end" font-size="13" fill="{_INK}">{escape(text)}</text>'
