"""Templates: what a walk recorded, cut where another body has other codes, people, cases, instants and words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, cast
from uuid import UUID

import msgspec

from events import codec
from events.event import CaseEvent, Event
from service.demo.history.parts import Holder, Part, Place
from service.demo.history.walking import WalkedSave
from service.demo.history.works import TITLES
from workflows.consequences import case_id
from workflows.plan import Slot
from workflows.registry import workflow


class Blank(NamedTuple):
    """What is to be filled in: a kind, and which one of that kind."""

    kind: str
    name: str
    number: int = 0


Pieces = tuple[bytes | Blank, ...]

_CUT = re.compile(
    rb'"timestamp":"[^"]+"|walked\.[a-z]+|p-walked-[a-z]+'
    rb"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{64}\b|\xc2\xa7[a-z]+[0-9]*\xc2\xa7"
)


@dataclass(frozen=True, slots=True)
class TemplateEvent:
    """An event of one of the template's cases."""

    case: int
    version: int
    topic: str
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What an event does to a case on which other bodies act, too: there it meets what that case has become."""

    workflow: str
    slot: tuple[str, str]
    place: Place
    action: str
    cause: Blank
    pieces: Pieces


@dataclass(frozen=True, slots=True)
class TemplateSave:
    """What one command recorded, `at` an instant that each body shifts within the day."""

    at: datetime
    events: tuple[TemplateEvent, ...]
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A history of some cases of a body, which are those of these slots."""

    slots: tuple[Slot, ...]
    saves: tuple[TemplateSave, ...]


def template(slots: Sequence[Slot], saves: Sequence[WalkedSave]) -> Template:
    """Cut what a walk recorded; raises `ValueError` for an identity whose meaning is not known."""
    cases = {case_id(Place.OWN, slot.subtask, slot.period): number for number, slot in enumerate(slots)}
    meanings: dict[UUID, Blank] = {UUID(part): Blank("account", part.name) for part in Part if part is not Part.SYSTEM}
    meanings |= {identity: Blank("case", "", number) for identity, number in cases.items()}
    for number, save in enumerate(saves):
        for event in save.events:
            meanings[event.envelope.command_id] = Blank("command", "", number)
            if event.originator_id in cases:
                of = cases[event.originator_id]
                meanings[event.event_id] = Blank("event", str(event.originator_version), of)
    return Template(tuple(slots), tuple(_save(save, cases, meanings) for save in saves))


def _save(save: WalkedSave, cases: Mapping[UUID, int], meanings: Mapping[UUID, Blank]) -> TemplateSave:
    own, elsewhere = [], []
    for event in save.events:
        stored = codec.encode(event)
        if (number := cases.get(event.originator_id)) is not None:
            pieces = tuple(_pieces(stored.state, meanings))
            own.append(TemplateEvent(number, event.originator_version, stored.topic, pieces))
        elif event.envelope.causation_id in meanings:
            elsewhere.append(_elsewhere(event, meanings))
    return TemplateSave(save.at, tuple(own), tuple(elsewhere))


def _elsewhere(event: Event, meanings: Mapping[UUID, Blank]) -> Elsewhere:
    told = cast(CaseEvent, event)
    kind = workflow(told.WORKFLOW)
    action = _ACTIONS[told.TOPIC]
    data = msgspec.json.encode(told.facts())
    year = str(told.facts()["year"])
    slot = ("4.2.4", year) if kind.WORKFLOW == "subtask" else ("1.5.1", year)
    cause = meanings[cast(UUID, told.envelope.causation_id)]
    return Elsewhere(kind.WORKFLOW, slot, Place(told.organization), action, cause, tuple(_pieces(data, meanings)))


_ACTIONS = {
    "cartogram.analysis_results_received": "receive_results",
    "subtask.risk_positions_received": "receive_positions",
}


def _pieces(state: bytes, meanings: Mapping[UUID, Blank]) -> Iterator[bytes | Blank]:
    last = 0
    for found in _CUT.finditer(state):
        yield state[last : found.start()]
        yield _blank(found[0], meanings)
        last = found.end()
    yield state[last:]


_PLACES = {place.value: Blank("place", place.name) for place in Place}
_HOLDERS = {holder.value: Blank("holder", holder.name) for holder in Holder}


def _blank(found: bytes, meanings: Mapping[UUID, Blank]) -> Blank:
    text = found.decode()
    if text.startswith('"timestamp"'):
        return Blank("time", "")
    if text.startswith("§"):
        return Blank("word", text.strip("§"))
    if text in _PLACES:
        return _PLACES[text]
    if text in _HOLDERS:
        return _HOLDERS[text]
    if len(text) == 64:
        return Blank("paper", TITLES[text])
    return meanings[UUID(text)]
