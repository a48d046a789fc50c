"""What can be searched for, and by which words each is found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from events.case import as_known
from events.event import CaseEvent, Recorded
from events.organization.record import OrganizationRecord
from events.person_record import PersonRecord
from events.spelling import plain
from events.subtask import EvidenceWithdrawn
from projections.case_row import FoldedCase, fold, opened

_LATEST = date.max
"""As it stands: nothing is recorded for the future."""

_NUMBERS = "_no"
"""How the fields end that hold numbers of documents."""


class Found(StrEnum):
    """What is searched for."""

    CASE = "case"
    ORGANIZATION = "organization"
    PERSON = "person"
    DOCUMENT = "document"


OF_CASES = (Found.CASE, Found.DOCUMENT)
"""What is of a case."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One case, organisation, person or document: what lists show of it, and the texts by whose words it is found.

    `id` is that of the case, or a code; `version` is that of a document's event, else 0. `names` are the objects of a case, the
    title of a document, or names in three languages; `number` is that of a case, a document, or the BIN. `day` is when it began,
    or happened. `main` and `more` are texts of weight A and B, by the way their words are cut: as Russian and English, or not at all.
    `marks` are words that nobody can write. Of a sealed case nothing that its events say is here: it is found by its subtask, its
    period and its body, by those who are cleared.
    """

    log: str
    kind: Found
    id: str
    version: int
    organization: str
    day: date
    workflow: str = ""
    subtask: str = ""
    period: str = ""
    about: str = ""
    state: str = ""
    closed: bool = False
    clearance: str = ""
    topic: str = ""
    number: str = ""
    names: Sequence[str] = ()
    main_cut: Sequence[str] = ()
    main_whole: Sequence[str] = ()
    more_cut: Sequence[str] = ()
    more_whole: Sequence[str] = ()
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def row(self) -> dict[str, Any]:
        """Give it as the statement that stores it takes it."""
        columns = (
            "log",
            "kind",
            "id",
            "version",
            "organization",
            "day",
            "workflow",
            "subtask",
            "period",
            "about",
            "state",
            "closed",
        )
        more = ("clearance", "topic", "number", "names")
        texts = {
            name: plain(" . ".join(getattr(self, name)))
            for name in ("main_cut", "main_whole", "more_cut", "more_whole")
        }
        marks = " ".join(f"'{mark}':1" for mark in sorted(self.marks))
        return {name: getattr(self, name) for name in (*columns, *more)} | texts | {"marks": marks}


def of_organization(log: str, record: OrganizationRecord) -> Entry:
    """Give an organisation, found by its names, its code and its BIN."""
    names, details = record.names.entries[-1][1], record.details.entries[-1][1]
    return Entry(
        log, Found.ORGANIZATION, record.code, 0, record.code, record.since or _LATEST,
        closed=record.closed_on is not None, number=details.bin, names=names, main_cut=(names.ru, names.en),
        main_whole=(names.kk,), more_whole=(details.bin, record.code),
    )  # fmt: skip


def of_person(log: str, history: Sequence[Recorded]) -> Entry:
    """Give a person, found by their names and their code; the body is the one that keeps the record."""
    record = PersonRecord()
    for event in _known(history):
        record = record.after(event)
    names = record.names.entries[-1][1]
    return Entry(
        log, Found.PERSON, record.code, 0, record.keeper, record.names.entries[-1][0], names=names,
        main_cut=(names.ru, names.latin), main_whole=names, more_whole=(record.code,),
    )  # fmt: skip


def of_case(log: str, history: Sequence[Recorded]) -> Iterator[Entry]:
    """Give a case, found by its number, objects, subtask, period and dates, and its documents."""
    known = _events(history)
    row = opened(history[0], known[0])
    for recorded, event in zip(history, known, strict=True):
        fold(row, recorded, event, type(known[0]))
    yield _case(row)
    if not row.clearance:
        yield from documents(log, _standing(_known(history)))


def documents(log: str, events: Iterable[CaseEvent]) -> Iterator[Entry]:
    """Give what of some events is a document with a title or a number; of sealed events nothing."""
    for event in events:
        title, numbers = _titled(event)
        if event.envelope.clearance or not (title or numbers):
            continue
        yield Entry(
            log, Found.DOCUMENT, str(event.originator_id), event.originator_version, event.organization, event.occurred_on,
            workflow=event.WORKFLOW, topic=event.TOPIC, number=", ".join(numbers), names=title,
            main_cut=title, main_whole=title, more_whole=numbers, marks=_days(event.occurred_on),
        )  # fmt: skip


def _case(row: FoldedCase) -> Entry:
    said = {"subtask": row.subtask, "period": row.period}
    marks = frozenset(f"{name}={value}" for name, value in said.items() if value)
    bare = Entry(
        row.log, Found.CASE, str(row.id), 0, row.organization, row.opened_on, row.workflow, row.subtask, row.period, row.about, row.state,
        row.closed, row.clearance, marks=marks,
    )  # fmt: skip
    if row.clearance:
        return bare
    number = (row.number,) if row.number else ()
    return replace(
        bare, number=row.number, names=row.objects, main_cut=number, main_whole=number, more_cut=row.objects,
        more_whole=row.objects, marks=marks | _days(row.opened_on, row.starts_on, row.ends_on),
    )  # fmt: skip


def _standing(known: Sequence[CaseEvent]) -> Iterator[CaseEvent]:
    """Leave out what was withdrawn."""
    withdrawn = {event.withdraws for event in known if isinstance(event, EvidenceWithdrawn)}
    return (event for event in known if event.originator_version not in withdrawn)


def _titled(event: CaseEvent) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the title of a document and its numbers, as far as an event has them."""
    said = {name: value for name, value in event.facts().items() if isinstance(value, str) and value}
    title = (said["title"],) if "title" in said else ()
    return title, tuple(value for name, value in said.items() if name.endswith(_NUMBERS))


def _days(*days: date | None) -> frozenset[str]:
    return frozenset(f"date={day.isoformat()}" for day in days if day)


def _events(history: Sequence[Recorded]) -> list[CaseEvent]:
    return [recorded.event for recorded in history if isinstance(recorded.event, CaseEvent)]


def _known(history: Sequence[Recorded]) -> list[CaseEvent]:
    return list(as_known(_events(history)))
