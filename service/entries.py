"""The history of a case as people read it: what each event says, in titles and values."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain, takewhile
from typing import Any

import msgspec

from events.case import DeadlineExtended, DeadlineMissed, DeadlinePostponed, FactCorrected, corrected
from events.deadlines import DeadlineChanges
from events.event import CaseEvent, Recorded
from service.i18n import Translator
from service.nodes import Node, payload_of
from workflows.calendar import act_title
from workflows.plan_reasons import worded

MOST_ROWS = 500
"""Rows of a table that are told: a list of offences may have thousands."""


@dataclass
class Shown:
    """A field of an event: its name, a title, and a value, lines, rows of fields, or files by their hashes.

    `left_out` is how many further rows there are, which `value` says then, `before` the value a correction replaced.
    """

    name: str
    title: str
    value: str = ""
    link: str = ""
    lines: list[str] = field(default_factory=list)
    rows: list[list["Shown"]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    left_out: int = 0
    before: "Shown | None" = None

    @property
    def hashes(self) -> Iterator[str]:
        """The files named here, in rows below, and before."""
        yield from self.files
        for below in (*chain.from_iterable(self.rows), *([self.before] if self.before else [])):
            yield from below.hashes


@dataclass
class Entry:
    """An event in the history: `corrected_by` and `corrects` are numbers of other entries, `due_before` the date that an extension replaced."""

    event: CaseEvent
    position: int
    recorded_at: datetime
    shown: list[Shown]
    corrects: int | None = None
    corrected_by: Sequence[int] = ()
    changes: DeadlineChanges = field(default_factory=DeadlineChanges)
    due_before: date | None = None

    @property
    def number(self) -> int:
        """Its number within the case."""
        return self.event.originator_version


class Telling:
    """Tells the entries of a case one by one, each beside the others that it has to do with: a long history is never told as a whole.

    Of a table `rows` are told, of the entry with the number `whole` as many as are told anywhere.
    """

    def __init__(
        self, events: Iterable[CaseEvent], t: Translator, rows: int = MOST_ROWS, whole: int | None = None
    ) -> None:
        self._t, self._rows, self._whole = t, rows, whole
        self._events = {event.originator_version: event for event in events}
        self._corrections: dict[int, list[FactCorrected]] = {}
        for event in self._events.values():
            if isinstance(event, FactCorrected):
                self._corrections.setdefault(event.corrects, []).append(event)

    def entry(self, event: CaseEvent, position: int, recorded_at: datetime) -> Entry:
        """Give the entry of an event, recorded there and then."""
        entry = Entry(event, position, recorded_at, [], changes=event.deadlines)
        entry.corrected_by = [one.originator_version for one in self._corrections.get(entry.number, ())]
        if isinstance(event, FactCorrected):
            entry.corrects = event.corrects
            entry.shown = _correction(self._known_before(event), event, self._t)
        elif not isinstance(event, DeadlineMissed | DeadlinePostponed):
            entry.shown = of_event(event, self._t, rows=MOST_ROWS if entry.number == self._whole else self._rows)
        if isinstance(event, DeadlineExtended):
            entry.due_before = self._due_before(event)
        return entry

    def _known_before(self, correction: FactCorrected) -> CaseEvent:
        """Give what is corrected as it was known until then."""
        earlier = [
            one
            for one in self._corrections[correction.corrects]
            if one.originator_version < correction.originator_version
        ]
        event = self._events[correction.corrects]
        return corrected(event, earlier[-1].data) if earlier else event

    def _due_before(self, extension: DeadlineExtended) -> date | None:
        """Give the date that the deadline had until it was extended."""
        earlier = takewhile(
            lambda event: event.originator_version < extension.originator_version, self._events.values()
        )
        dates = [one.due for event in earlier for one in event.deadlines.set if one.key == extension.key]
        return dates[-1] if dates else None


def entries(history: Iterable[Recorded], t: Translator) -> list[Entry]:
    """Give the events of a case in order, from its history as stored."""
    told = [(event, one) for one in history if isinstance(event := one.event, CaseEvent)]
    telling = Telling((event for event, _ in told), t)
    return [telling.entry(event, one.position, one.recorded_at) for event, one in told]


def extension(entry: Entry, t: Translator) -> str:
    """Say of an extension from which date to which, and by which document; nothing of other entries."""
    event = entry.event
    if not isinstance(event, DeadlineExtended):
        return ""
    days = [t.date(day) for day in (entry.due_before, event.extended_to) if day]
    return f"{' → '.join(days)}, {act_title(event.act, t.language)}"


def of_event(
    event: CaseEvent, t: Translator, *, only: Collection[str] | None = None, rows: int = MOST_ROWS
) -> list[Shown]:
    """Give an event's own data, or `only` some fields, and of a table so many rows; fields without a value are left out."""
    told = event.facts() if only is None else {name: value for name, value in event.facts().items() if name in only}
    return _fields(payload_of(type(event)), msgspec.to_builtins(told), t, rows)


def _correction(original: CaseEvent, event: FactCorrected, t: Translator) -> list[Shown]:
    """Give what a correction changed, with what it was before."""
    node = payload_of(type(original))
    was, now = msgspec.to_builtins(original.facts()), msgspec.to_builtins(corrected(original, event.data).facts())
    changed: list[Shown] = []
    for name, child in node.properties:
        if was.get(name) != now.get(name):
            after = _shown(child, name, now.get(name), t, MOST_ROWS) or Shown(name, _title(child, name, t), "—")
            after.before = _shown(child, name, was.get(name), t, MOST_ROWS)
            changed.append(after)
    return [*changed, Shown("reason", t("Reason"), event.reason)]


def _fields(node: Node, values: Mapping[str, Any], t: Translator, most: int) -> list[Shown]:
    drawn = (_shown(child, name, values.get(name), t, most) for name, child in node.properties)
    return [one for one in drawn if one is not None]


def _shown(node: Node, name: str, value: Any, t: Translator, most: int) -> Shown | None:  # noqa: PLR0911 - one a kind of field
    if value is None or value in ("", [], ()):
        return None
    title = _title(node, name, t)
    if node.type == "object":
        return Shown(name, title, rows=[_fields(node, value, t, most)])
    if node.is_table:
        rows = [_fields(node.item, row, t, most) for row in value[:most]]
        left_out = max(0, len(value) - most)
        more = t.n("and {n} more row", "and {n} more rows", left_out) if left_out else ""
        return Shown(name, title, more, rows=rows, left_out=left_out)
    if node.is_file:
        return Shown(name, title, files=list(value) if node.type == "array" else [value])
    if node.type == "array":
        item = node.item
        return Shown(name, title, lines=[t.code(item.enum, one) if item.options else str(one) for one in value])
    if node.type == "boolean":
        return Shown(name, title, t("yes") if value else t("no"))
    if node.options:
        return Shown(name, title, t.code(node.enum, value))
    if node.schema.get("format") == "date":
        return Shown(name, title, t.date(date.fromisoformat(value)))
    link = str(value) if str(value).startswith(("https://", "http://")) else ""
    told = t.quarters(value) if "Q[1-4]" in node.schema.get("pattern", "") else str(value)
    if reason := worded(told):
        told = t(reason)
    return Shown(name, title, told, link)


def _title(node: Node, name: str, t: Translator) -> str:
    return t(str(node.schema.get("title") or name))
