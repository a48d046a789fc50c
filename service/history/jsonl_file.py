"""A history as JSON Lines: what it is, an entry a line with what lies in the log, and how many there were with the last hash."""

from collections.abc import Sequence
from typing import Any

import msgspec

from service.exports.writing.writer import Target
from service.history.chain import START, about_hash, instant
from service.history.heading import Heading
from service.history.lines import Line
from service.i18n import Translator

_encode = msgspec.json.Encoder().encode


class JsonlWriter:
    """Writes JSON Lines; they can be checked without the service (`service.history.checking`)."""

    def __init__(self, target: Target, heading: Heading, t: Translator) -> None:
        self._target, self._t, self._left_out, self._last = target, t, 0, ""
        self._about: dict[str, Any] = msgspec.to_builtins(heading.members())
        self._write({"about": self._about})

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
        """Say how many entries there were, where the chain ended, and that it was the one of what the file says of itself."""
        about = about_hash(self._about, self._last or START)
        self._write({"end": {"entries": entries, "left_out": self._left_out, "hash": self._last, "about": about}})

    def _write(self, members: dict[str, Any]) -> None:
        self._target.write(_encode(members) + b"\n")

    def _members(self, line: Line) -> dict[str, Any]:
        row, event, t, entry = line.row, line.event, self._t, line.entry
        if entry is None:
            return {}
        envelope, made = event.envelope, msgspec.to_builtins(line.recorded)
        titles = {one.name: one.title for one in entry.shown}
        made["actor"] |= {"name": line.who, "role_title": t.code("role", envelope.role)}
        if behalf := made["on_behalf_of"]:
            behalf["name"] = line.behalf
        for remark in made["remarks"]:
            remark["title"] = t.code("remark", remark["code"])
        for change in made["changes"]:
            change["title"] = titles.get(change["field"], change["field"])
        for file in made["files"]:
            file["name"] = line.files.get(file["sha256"], "")
        return {
            "log": row.log,
            "position": row.position,
            "type": row.topic,
            "title": t.code("event", row.topic),
            "recorded_at": instant(row.recorded_at),
            "command_id": row.command_id,
            **made,
            "stored": line.stored,
            **msgspec.to_builtins(line.link),
        }
