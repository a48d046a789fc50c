"""A history as CSV, by the writer of lists."""

from collections.abc import Sequence
from typing import Any

from events.case import FactCorrected
from events.text import msg
from service.exports.about import About
from service.exports.columns import Column, plain
from service.exports.writing import Sheet
from service.exports.writing.csv_file import CsvWriter
from service.exports.writing.writer import Target
from service.history.deadlines import deadlines
from service.history.heading import Heading
from service.history.lines import Line, changes
from service.history.said import changed, told
from service.i18n import Translator

TITLE = msg("History")


def _entry(line: Line) -> Any:
    return line.entry


COLUMNS = (
    Column("number", msg("Entry"), lambda line, _: line.row.originator_version),
    Column("position", msg("Place in the log"), lambda line, _: line.row.position),
    Column("type", msg("Type"), lambda line, _: line.row.topic),
    Column("title", msg("What"), lambda line, _: line.row.topic, coded="event"),
    Column("occurred_on", msg("Happened"), lambda line, _: line.event.occurred_on),
    Column("recorded_at", msg("Recorded"), lambda line, _: line.row.recorded_at),
    Column("actor", msg("Id of who did it"), lambda line, _: line.event.envelope.actor),
    Column("actor_name", msg("Who"), lambda line, _: line.who),
    Column("role", msg("Role"), lambda line, _: line.event.envelope.role, coded="role"),
    Column("body", msg("Body"), lambda line, _: line.event.envelope.body),
    Column("on_behalf_of", msg("On whose behalf"), lambda line, _: line.behalf),
    Column("source", msg("State before"), lambda line, _: line.event.source, coded="state"),
    Column("state", msg("State"), lambda line, _: line.event.state, coded="state"),
    Column("deadlines", msg("Deadlines"), lambda line, t: "\n".join(deadlines(_entry(line), t))),
    Column("corrects", msg("Corrects entry"), lambda line, _: line.event.corrects if isinstance(line.event, FactCorrected) else None),
    Column("corrected_by", msg("Corrected by entries"), lambda line, _: _entry(line).corrected_by),
    Column("changes", msg("Changed, from → to"), lambda line, _: changed(changes(_entry(line)))),
    Column("data", msg("Data"), lambda line, _: told(_entry(line).shown)),
    Column("remarks", msg("Remarks"), lambda line, t: [t.code("remark", one) for one in line.event.remarks]),
    Column("files", msg("Files"), lambda line, _: [name for name in line.files.values() if name]),
    Column("sha256", msg("SHA-256 of the files"), lambda line, _: list(line.files)),
    Column("previous", msg("Hash before"), lambda line, _: line.link.previous),
    Column("hash", msg("Hash"), lambda line, _: line.link.hash),
)  # fmt: skip
"""What stands in each cell; the second argument is the translator."""


class HistoryCsv:
    """Writes the entries that are told; what they are part of stands in each row."""

    def __init__(self, target: Target, heading: Heading, t: Translator) -> None:
        about = About(
            "history", TITLE, heading.narrowing(), heading.as_of, heading.exported_by, heading.login, heading.exported_at,
            heading.address, heading.language,
        )  # fmt: skip
        self._writer, self._t = CsvWriter(target, Sheet(COLUMNS, about, t, "")), t

    def add(self, lines: Sequence[Line]) -> None:
        """Append lines."""
        told_of = [line for line in lines if line.entry]
        self._writer.add([[plain(column.of(line, self._t)) for column in COLUMNS] for line in told_of])

    async def end(self, _entries: int) -> None:
        """Write nothing more."""
