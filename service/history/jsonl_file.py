"""A history as JSON Lines: what it is, an entry a line with what lies in the log, and how many there were with the last hash."""

from collections.abc import Sequence
from typing import Any

import msgspec

from events.case import FactCorrected
from service.exports.writing.writer import Target
from service.history.chain import instant
from service.history.heading import Heading
from service.history.lines import Line, changes
from service.history.said import said
from service.i18n import Translator

_encode = msgspec.json.Encoder().encode


class JsonlWriter:
    """Writes JSON Lines; they can be checked without the service (`service.history.checking`)."""

    def __init__(self, target: Target, heading: Heading, t: Translator) -> None:
        self._target, self._t, self._left_out, self._last = target, t, 0, ""
        self._write({"about": heading.members()})

    def add(self, lines: Sequence[Line]) -> None:
        """Append lines; of what the moment leaves out the hashes alone, without which the chain could not be followed."""
        for line in lines:
            self._last = line.link.hash
            if line.entry is None:
                self._left_out += 1
                self._write({"left_out": line.row.originator_version, **msgspec.to_builtins(line.link)})
            else:
                self._write(self._members(line))

    async def end(self, entries: int) -> None:
        """Say how many entries there were, and where the chain ended."""
        self._write({"end": {"entries": entries, "left_out": self._left_out, "hash": self._last}})

    def _write(self, members: dict[str, Any]) -> None:
        self._target.write(_encode(members) + b"\n")

    def _members(self, line: Line) -> dict[str, Any]:
        row, event, t, entry = line.row, line.event, self._t, line.entry
        if entry is None:
            return {}
        envelope = event.envelope
        return {
            "number": row.originator_version,
            "log": row.log,
            "position": row.position,
            "case_id": row.originator_id,
            "event_id": event.event_id,
            "type": row.topic,
            "title": t.code("event", row.topic),
            "actor": {"id": envelope.actor, "name": line.who, "role": envelope.role, "role_title": t.code("role", envelope.role), "body": envelope.body},
            "on_behalf_of": {"id": envelope.on_behalf_of, "name": line.behalf} if envelope.on_behalf_of else None,
            "occurred_on": event.occurred_on,
            "recorded_at": instant(row.recorded_at),
            "command_id": row.command_id,
            "source": event.source,
            "state": event.state,
            "remarks": [{"code": code, "title": t.code("remark", code)} for code in event.remarks],
            "corrects": event.corrects if isinstance(event, FactCorrected) else None,
            "corrected_by": list(entry.corrected_by),
            "changes": [
                {"field": one.name, "title": one.title, "before": said(one.before), "after": said(one)} for one in changes(entry)
            ],
            "files": [{"sha256": sha256, "name": name} for sha256, name in (line.files or {}).items()],
            "data": event.facts(),
            "stored": line.stored,
            **msgspec.to_builtins(line.link),
        }  # fmt: skip
