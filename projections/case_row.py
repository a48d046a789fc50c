"""A case as the read model keeps it, and what each event makes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from events.case import FactCorrected
from events.event import CaseEvent, Recorded
from events.risk_analysis import AnalysisOrderAmended, AnalysisOrdered, StartAnnounced


@dataclass(slots=True)
class KeptCase:
    """A case as it stands after its event `version`, at `position` of its log.

    `number` is that of its first order or empty, `objects` what it is about, `starts_on` and `ends_on` its term by the order
    in force (or as announced while there is none). `opened_on` is when its first event happened, `opened_at` and
    `changed_at` when its first and last were recorded. `remarks` counts what was recorded though it is not as wanted.
    """

    log: str
    id: UUID
    workflow: str
    organization: str
    state: str
    version: int
    position: int
    number: str
    objects: list[str]
    starts_on: date | None
    ends_on: date | None
    opened_on: date
    opened_at: datetime
    changed_at: datetime
    closed: bool
    remarks: int


@dataclass(slots=True)
class CaseRow(KeptCase):
    """A case with its `breaches`: binding deadlines met out of time, missed, or left undone."""

    breaches: int


@dataclass(slots=True)
class FoldedCase(KeptCase):
    """A case with what the next events need: the versions of the events that values come from."""

    number_from: int
    term_from: int
    objects_from: int


def opened(recorded: Recorded, event: CaseEvent) -> FoldedCase:
    """Give a case as its first event finds it."""
    return FoldedCase(
        log=recorded.log,
        id=event.originator_id,
        workflow=event.WORKFLOW,
        organization=event.organization,
        state=event.state,
        version=0,
        position=recorded.position,
        number="",
        objects=[],
        starts_on=None,
        ends_on=None,
        opened_on=event.occurred_on,
        opened_at=recorded.recorded_at,
        changed_at=recorded.recorded_at,
        closed=False,
        remarks=0,
        number_from=0,
        term_from=0,
        objects_from=0,
    )


def fold(row: FoldedCase, recorded: Recorded, event: CaseEvent, first: type[CaseEvent] | None) -> None:
    """Take an event into a case; `first` is the class of the case's first event, needed for a correction of that."""
    row.organization, row.state, row.version = event.organization, event.state, event.originator_version
    row.position, row.changed_at = recorded.position, recorded.recorded_at
    row.closed = row.closed or event.CLOSES
    row.remarks += len(event.remarks)
    _describe(row, event)
    if isinstance(event, FactCorrected):
        _correct(row, event, first)


def _describe(row: FoldedCase, event: CaseEvent) -> None:
    version = event.originator_version
    match event:
        case AnalysisOrdered():
            if not row.number_from:
                row.number, row.number_from = event.order_no, version
            row.starts_on, row.ends_on, row.term_from = event.starts_on, event.ends_on, version
            row.objects, row.objects_from = list(event.objects), version
        case AnalysisOrderAmended():
            row.starts_on, row.ends_on, row.term_from = event.starts_on, event.ends_on, version
            if event.objects:
                row.objects, row.objects_from = list(event.objects), version
        case StartAnnounced() if event.starts_on and not row.number_from:
            row.starts_on, row.ends_on, row.term_from = event.starts_on, event.ends_on, version
        case _:
            pass


def _correct(row: FoldedCase, event: FactCorrected, first: type[CaseEvent] | None) -> None:
    """Follow a correction of an event that a value comes from; its data are JSON values."""
    if event.corrects == row.number_from:
        row.number = event.data["order_no"]
    if event.corrects == row.term_from:
        row.starts_on, row.ends_on = _day(event.data["starts_on"]), _day(event.data["ends_on"])
    if event.corrects == row.objects_from and event.data["objects"]:
        row.objects = list(event.data["objects"])
    if event.corrects == 1 and first and first.HAPPENED:
        row.opened_on = _day(event.data[first.HAPPENED]) or row.opened_on


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
