"""Telling a template of a body: its blanks filled in, byte by byte, and the papers that it names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID, uuid5

from eventsourcing.persistence import StoredEvent

from service.demo.history.cast import Body, Cast
from service.demo.history.template import Blank, Pieces, Template
from service.demo.history.words import word
from service.demo.paper import pdf
from workflows.consequences import case_id


class NamedPaper(NamedTuple):
    """A paper that an event names: its hash, its title, its content."""

    sha256: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Telling:
    """A template as a body lives it, later in each day by `shift`."""

    template: Template
    body: Body
    shift: timedelta

    def at(self, number: int) -> datetime:
        """Give the instant of a save."""
        return self.template.saves[number].at + self.shift

    def case(self, number: int) -> UUID:
        """Give the id of one of its cases."""
        slot = self.template.slots[number]
        return _case_id(self.body.code, slot.subtask, slot.period)

    def command(self, number: int) -> UUID:
        """Give the id of the command of a save."""
        return uuid5(self.case(0), f"command {number}")


_case_id = lru_cache(maxsize=1 << 16)(case_id)


class Filling(dict[Blank, bytes]):
    """The blanks of one save of a telling, each filled in when it is met."""

    def __init__(self, cast: Cast, telling: Telling, number: int) -> None:
        super().__init__()
        self._cast, self._telling, self._number = cast, telling, number
        self.papers: list[NamedPaper] = []

    def state(self, pieces: Pieces) -> bytes:
        """Give the state of an event."""
        return b"".join([piece if type(piece) is bytes else self[piece] for piece in pieces])  # type: ignore[index]

    def events(self) -> list[StoredEvent]:
        """Give the events of the save."""
        telling = self._telling
        return [
            StoredEvent(telling.case(event.case), event.version, event.topic, self.state(event.pieces))
            for event in telling.template.saves[self._number].events
        ]

    def __missing__(self, blank: Blank) -> bytes:
        found = self[blank] = self._filled(blank).encode()
        return found

    def _filled(self, blank: Blank) -> str:
        return _FILLED[blank.kind](self, blank)

    def _time(self, _blank: Blank) -> str:
        return f'"timestamp":"{self._telling.at(self._number).isoformat()[:-6]}Z"'

    def _case(self, blank: Blank) -> str:
        return str(self._telling.case(blank.number))

    def _command(self, blank: Blank) -> str:
        return str(self._telling.command(blank.number))

    def _event(self, blank: Blank) -> str:
        return str(uuid5(self._telling.case(blank.number), blank.name))

    def _account(self, blank: Blank) -> str:
        return self._cast.account(self._telling.body, blank.name)

    def _place(self, blank: Blank) -> str:
        return self._telling.body.place(blank.name)

    def _holder(self, blank: Blank) -> str:
        return self._telling.body.holder(blank.name)

    def _word(self, blank: Blank) -> str:
        return word(blank.name, f"{self._telling.body.code}/{self._telling.template.slots[0]}")

    def _paper(self, blank: Blank) -> str:
        slot = self._telling.template.slots[0]
        content = pdf((blank.name, self._telling.body.name, f"{slot.subtask}, {slot.period}"))
        named = NamedPaper(sha256(content).hexdigest(), blank.name, content)
        self.papers.append(named)
        return named.sha256


_FILLED: Mapping[str, Callable[[Filling, Blank], str]] = {
    "time": Filling._time,
    "case": Filling._case,
    "command": Filling._command,
    "event": Filling._event,
    "account": Filling._account,
    "place": Filling._place,
    "holder": Filling._holder,
    "word": Filling._word,
    "paper": Filling._paper,
}
