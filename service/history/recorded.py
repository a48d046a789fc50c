"""What the log itself says of an entry: every member of its line but words for people. Whoever writes a history and whoever checks one ask here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from events import codec
from events.case import FactCorrected
from events.event import RESERVED, CaseEvent

WORDS: Mapping[str, tuple[str, ...]] = {
    "": ("title",),
    "actor": ("name", "role_title"),
    "on_behalf_of": ("name",),
    "remarks": ("title",),
    "changes": ("title",),
    "files": ("name",),
}
"""Members of a line, and of what stands in its members, that are words for people: they are not in the log."""

_FILE = re.compile("[0-9a-f]{64}")


class NotRecordedError(ValueError):
    """This cannot have lain in the log."""


class Record:
    """Reads the entries of a case in order: what a correction changed is told by what was known before it.

    `first` and `last` are the first and the last of those that were read.
    """

    def __init__(self) -> None:
        self._known: dict[int, dict[str, Any]] = {}
        self.first: CaseEvent | None = None
        self.last: CaseEvent | None = None

    @property
    def case(self) -> dict[str, Any]:
        """What the entries say of their case: its kind, its state after them, and whose it is; nothing before any was read."""
        if self.first is None or self.last is None:
            return {}
        return {"workflow": self.first.WORKFLOW, "state": self.last.state, "organization": self.last.organization}

    def members(self, topic: str, stored: str, corrected_by: Sequence[int]) -> dict[str, Any]:
        """Give the members of an entry by its JSON in the log, those in `WORDS` left out; raises `NotRecordedError`.

        `data` are the event's own fields as they were stored, `files` those named there; of a correction those that it changed.
        """
        event, said = _read(topic, stored)
        self.first, self.last = self.first or event, event
        data = {name: value for name, value in said.items() if name not in RESERVED}
        correction = event if isinstance(event, FactCorrected) else None
        changes = self._changes(correction) if correction else []
        if corrected_by:
            self._known[event.originator_version] = data
        envelope = event.envelope
        return {
            "number": event.originator_version,
            "case_id": str(event.originator_id),
            "event_id": str(event.event_id),
            "actor": {"id": envelope.actor, "role": envelope.role, "body": envelope.body},
            "on_behalf_of": {"id": envelope.on_behalf_of} if envelope.on_behalf_of else None,
            "occurred_on": event.occurred_on.isoformat(),
            "source": event.source,
            "state": event.state,
            "remarks": [{"code": code} for code in event.remarks],
            "corrects": correction.corrects if correction else None,
            "corrected_by": list(corrected_by),
            "changes": changes,
            "files": [{"sha256": one} for one in dict.fromkeys(_files(changes if correction else data))],
            "deadlines": said["deadlines"],
            "data": data,
        }

    def _changes(self, event: FactCorrected) -> list[dict[str, Any]]:
        was = self._known.get(event.corrects)
        if was is None:
            raise NotRecordedError(f"it corrects entry {event.corrects}, which is not said to be corrected")
        now = self._known[event.corrects] = was | event.data
        return [
            {"field": name, "before": was.get(name), "after": value}
            for name, value in now.items()
            if was.get(name) != value
        ]


def _read(topic: str, stored: str) -> tuple[CaseEvent, dict[str, Any]]:
    """Give the event of a stored JSON, and that JSON in its present form."""
    if topic not in _topics():
        raise NotRecordedError(f"{topic!r} is nothing that cases record")
    try:
        event, said = codec.decode(topic, stored.encode()), msgspec.json.decode(stored)
    except (msgspec.MsgspecError, ValueError, LookupError, RecursionError):
        event, said = None, {}
    if not isinstance(event, CaseEvent):
        raise NotRecordedError(f"`stored` is no {topic!r}")
    upcast = codec.UPCASTS.get(topic)
    return event, upcast(said) if upcast else said


@cache
def _topics() -> frozenset[str]:
    """Give what cases record: a name from a file is never resolved otherwise, which would import what it names."""
    found, classes = set(), [CaseEvent]
    while classes:
        classes += (last := classes.pop()).__subclasses__()
        found.add(last.TOPIC)
    return frozenset(found - {""})


def _files(value: Any) -> Iterator[str]:
    """Give the hashes of files that a value names."""
    if isinstance(value, str):
        yield from (found.group() for found in (_FILE.fullmatch(value),) if found)
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _files(one)
    elif isinstance(value, list):
        for one in value:
            yield from _files(one)
