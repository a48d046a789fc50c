"""The history of a case as people read it: what each event says, in titles and values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any

import msgspec

from events.case import DeadlineMissed, DeadlinePostponed, FactCorrected, corrected
from events.deadlines import DeadlineChanges
from events.event import CaseEvent, Recorded
from service.i18n import Translator
from service.web import forms
from service.web.forms import Node
from workflows import payload
from workflows.plan_reasons import worded
from workflows.standing import Standing, folded

MOST_ROWS = 500
"""Rows of a table in the history: a list of offences may have thousands."""


@dataclass
class Shown:
    """A field of an event: its name, a title, and a value, lines, rows of fields, or files by their hashes.

    `before` is the value a correction replaced.
    """

    name: str
    title: str
    value: str = ""
    link: str = ""
    lines: list[str] = field(default_factory=list)
    rows: list[list["Shown"]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    before: "Shown | None" = None

    @property
    def hashes(self) -> Iterator[str]:
        """The files named here, in rows below, and before."""
        yield from self.files
        for below in (*chain.from_iterable(self.rows), *([self.before] if self.before else [])):
            yield from below.hashes


@dataclass
class Entry:
    """An event in the history: `corrected_by` and `corrects` are numbers of other entries."""

    event: CaseEvent
    position: int
    recorded_at: datetime
    shown: list[Shown]
    corrects: int | None = None
    corrected_by: list[int] = field(default_factory=list)
    changes: DeadlineChanges = field(default_factory=DeadlineChanges)
    before: Mapping[str, Standing] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """Its number within the case."""
        return self.event.originator_version


def entries(history: list[Recorded], t: Translator) -> list[Entry]:
    """Give the events of a case in order, from its history as stored."""
    made: dict[int, Entry] = {}
    standings: dict[str, Standing] = {}
    for recorded in history:
        event = recorded.event
        if not isinstance(event, CaseEvent):
            continue
        entry = Entry(event, recorded.position, recorded.recorded_at, [], changes=event.deadlines, before=standings)
        if isinstance(event, FactCorrected):
            entry.corrects = event.corrects
            original = _as_known(made, event.corrects)
            entry.shown = _correction(original, event, t)
            made[event.corrects].corrected_by.append(event.originator_version)
        elif not isinstance(event, DeadlineMissed | DeadlinePostponed):
            entry.shown = of_event(event, t)
        standings = folded(standings, event.deadlines)
        made[entry.number] = entry
    return list(made.values())


def of_event(event: CaseEvent, t: Translator) -> list[Shown]:
    """Give an event's own data; fields without a value are left out."""
    return _fields(forms.root(payload.schema(type(event))), msgspec.to_builtins(event.facts()), t)


def _as_known(made: Mapping[int, Entry], version: int) -> CaseEvent:
    """Give an entry's event with the corrections recorded so far."""
    event = made[version].event
    for number in made[version].corrected_by:
        later = made[number].event
        if isinstance(later, FactCorrected):
            event = corrected(event, later.data)
    return event


def _correction(original: CaseEvent, event: FactCorrected, t: Translator) -> list[Shown]:
    """Give what a correction changed, with what it was before."""
    node = forms.root(payload.schema(type(original)))
    was, now = msgspec.to_builtins(original.facts()), msgspec.to_builtins(corrected(original, event.data).facts())
    changed: list[Shown] = []
    for name, child in node.properties():
        if was.get(name) != now.get(name):
            after = _shown(child, name, now.get(name), t) or Shown(name, _title(child, name, t), "—")
            after.before = _shown(child, name, was.get(name), t)
            changed.append(after)
    return [*changed, Shown("reason", t("Reason"), event.reason)]


def _fields(node: Node, values: Mapping[str, Any], t: Translator) -> list[Shown]:
    drawn = (_shown(child, name, values.get(name), t) for name, child in node.properties())
    return [one for one in drawn if one is not None]


def _shown(node: Node, name: str, value: Any, t: Translator) -> Shown | None:  # noqa: PLR0911 - one a kind of field
    title = _title(node, name, t)
    if value is None or value in ("", [], ()):
        return None
    if node.type == "object":
        return Shown(name, title, rows=[_fields(node, value, t)])
    if node.is_table and len(value) > MOST_ROWS:
        return Shown(name, title, t("{n} rows, too many to be shown here", n=len(value)))
    if node.is_table:
        return Shown(name, title, rows=[_fields(node.item, row, t) for row in value])
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
