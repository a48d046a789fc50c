"""A history as PDF: to be read, printed and put in a file. The library typesets it, in a process of its own (`typesetting`)."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import msgspec

from events.case import FactCorrected
from service.exports.refusals import TooLongToPrint
from service.exports.writing.writer import Target
from service.history.deadlines import deadlines
from service.history.heading import Heading
from service.history.lines import Line
from service.history.said import said
from service.i18n import Translator
from service.own_process import answered
from workflows.actor import SYSTEM

MOST = 3_000
"""Entries of a PDF: it is set as a whole. Longer histories are had as JSON Lines and CSV."""

LONGEST = 4_000
"""Characters of a field: a list of thousands of rows is for the other formats."""

MOST_TEXT = 2_400_000
"""Characters of a PDF, `ENTRY`, `FIELD` and `LINE` among them: up to about 700 MB of memory and ten seconds of one processor."""

ENTRY, FIELD, LINE = 240, 40, 20
"""What an entry, a field and a line cost beside their characters, in characters, as measured."""

MEMORY, SECONDS = 2 << 30, 60
"""Bytes and seconds after which setting a document is given up, whatever its text looked like."""

_HERE = Path(__file__).parent


class SettingError(RuntimeError):
    """The document could not be set."""


@cache
def _template() -> str:
    return (_HERE / "history.typ").read_text("utf-8")


class PdfWriter:
    """Gathers the entries, and has them set at the end."""

    def __init__(self, target: Target, heading: Heading, t: Translator) -> None:
        self._target, self._heading, self._t = target, heading, t
        self._entries: list[dict[str, Any]] = []
        self._last, self._text = "", 0

    def add(self, lines: Sequence[Line]) -> None:
        """Take lines; raises `TooLongToPrint`."""
        for line in lines:
            if line.entry:
                self._entries.append(entry := self._entry(line))
                self._text += cost(entry)
            if len(self._entries) > MOST:
                raise TooLongToPrint(MOST)
            if self._text > MOST_TEXT:
                raise TooLongToPrint
        self._last = lines[-1].link.hash

    async def end(self, entries: int) -> None:
        """Set the document; raises `TooLongToPrint`."""
        t, head = self._t, self._heading
        title = t("History of a case: {title}", title=head.title)
        data = {
            "title": title,
            "exported_by": head.exported_by,
            "footer": f"{title} · {t.moment(head.exported_at)}",
            "language": head.language,
            "head": head.said(t),
            "entries": self._entries,
            "end": t("Entries: {n}. Last hash of the chain: {hash}", n=entries, hash=self._last),
        }
        self._target.write(await typeset(msgspec.json.encode({"template": _template(), "data": data})))

    def _entry(self, line: Line) -> dict[str, Any]:
        t, event, entry = self._t, line.event, line.entry
        envelope, who = event.envelope, [line.who]
        who += [t.code("role", envelope.role)] if envelope.actor != SYSTEM.id else []
        who += [t("on behalf of {who}", who=line.behalf)] if envelope.on_behalf_of else []
        both = t(
            "Happened {day}, recorded {moment}", day=t.plain(event.occurred_on), moment=t.moment(line.row.recorded_at)
        )
        states = (
            [f"{t.code('state', event.source)} → {t.code('state', event.state)}"] if event.source != event.state else []
        )
        corrects = [t("corrects entry {n}", n=event.corrects)] if isinstance(event, FactCorrected) else []
        by = [t("corrected by entry {n}", n=n) for n in entry.corrected_by] if entry else []
        about = [
            both,
            ", ".join(who),
            *states,
            *(deadlines(entry, t) if entry else ()),
            *corrects,
            *by,
            *(t.code("remark", one) for one in event.remarks),
        ]
        return {
            "number": line.row.originator_version,
            "title": t.code("event", event.TOPIC),
            "about": "\n".join(about),
            "fields": [*self._fields(line)],
            "hash": f"{t('Place in the log')}: {line.row.position}  {line.link.hash}",
        }

    def _fields(self, line: Line) -> Iterator[tuple[str, str, str]]:
        for one in line.entry.shown if line.entry else ():
            if one.files:
                continue
            now = f"{said(one.before) or '—'} → {said(one)}" if one.before is not None else said(one)
            yield one.title, now if len(now) <= LONGEST else f"{now[:LONGEST]}…", ""
        for sha256, name in (line.files or {}).items():
            yield name or self._t("File"), f"SHA-256 {sha256}", "hash"


def cost(entry: Mapping[str, Any]) -> int:
    """Give what an entry costs to set, in characters."""
    texts: list[str] = [entry["title"], entry["about"], entry["hash"], *chain.from_iterable(entry["fields"])]
    return ENTRY + FIELD * len(entry["fields"]) + sum(len(text) + LINE * text.count("\n") for text in texts)


async def typeset(asked: bytes) -> bytes:
    """Set a document; raises `TooLongToPrint` if it takes too much, and `SettingError`."""
    try:
        async with asyncio.timeout(SECONDS):
            code, made, complaint = await answered(_HERE / "typesetting.py", asked, MEMORY, SECONDS)
    except TimeoutError:
        raise TooLongToPrint from None
    if code < 0:
        raise TooLongToPrint
    if code:
        raise SettingError(complaint.decode(errors="replace")[-2_000:])
    return made
