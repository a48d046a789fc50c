"""A case as the read model keeps it, and what each event makes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from events.case import FactCorrected, ResponsibleNamed
from events.event import CaseEvent, Recorded
from events.risk_analysis import (
    AnalysisOrderAmended,
    AnalysisOrdered,
    AnalysisScheduled,
    AnalysisUnscheduled,
    StartAnnounced,
)
from projections.case_slot import slot
from projections.past import History

_SCHEDULED, _ANNOUNCED = "", "0"
"""Where a term stands that no order has fixed: before all days, the schedule first."""

_LEFT_INCONSISTENT = "leaves_another_entry_inconsistent"
"""Said by each correction anew of the whole case: the next correction without it says that all is well again."""


@dataclass(slots=True)
class KeptCase:
    """A case as it stands after its event `version`, at `position` of its log.

    `number` is that of its first order or empty, `objects` what it is about, `starts_on` and `ends_on` its term by the order
    in force (or as announced, or scheduled, while there is none). `opened_on` is when its first event happened, `opened_at` and
    `changed_at` when its first and last were recorded. `remarks` counts what was recorded, and not corrected since, though it
    is not as wanted. `subtask` is the first subtask that the case carries out, `period` what it is for ("2024", "2024Q2",
    "2024-05"), `about` its form if it is a report (`case_slot.Slot`). `clearance` is what a reader must be cleared for, empty for a case that is not sealed.
    `responsible` is the account that is responsible for it at its body, None while nobody was named.
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
    subtask: str
    period: str
    about: str
    clearance: str
    responsible: UUID | None


@dataclass(slots=True)
class CaseRow(KeptCase):
    """A case with its `breaches`: binding deadlines met out of time, missed, or left undone."""

    breaches: int


class Fixed(TypedDict):
    """What the event `version` fixed for a case; dates as in ISO 8601.

    `since` is the day of an order; before all of them come an announcement, `_ANNOUNCED`, and the schedule of a body above, `_SCHEDULED`.
    """

    version: int
    since: str
    starts_on: str | None
    ends_on: str | None
    objects: Sequence[str]


@dataclass(slots=True)
class FoldedCase(KeptCase):
    """A case with what the next events need, since any event may be corrected.

    `number_from` and `responsible_from` are the versions of the events these come from (0: none yet), `fixed` what was fixed, by version;
    `remarked` holds the remarks on each event that has any, by its version (a name of a JSON object, so text). `told_at` and `told_on` are
    of the newest version of the row (`projections.versions.Row`).
    """

    number_from: int
    responsible_from: int
    fixed: list[Fixed]
    remarked: dict[str, list[str]]
    told_at: int
    told_on: date


def opened(recorded: Recorded, event: CaseEvent) -> FoldedCase:
    """Give a case as its first event finds it."""
    subtask, period, about = slot(type(event), event.facts())
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
        subtask=subtask,
        period=period,
        about=about,
        clearance="",
        responsible=None,
        told_at=recorded.position,
        told_on=event.occurred_on,
        number_from=0,
        responsible_from=0,
        fixed=[],
        remarked={},
    )


def fold(row: FoldedCase, recorded: Recorded, event: CaseEvent, first: type[CaseEvent] | None) -> None:
    """Take an event into a case; `first` is the class of the case's first event, needed for a correction of that."""
    row.organization, row.version = event.organization, event.originator_version
    if not isinstance(event, FactCorrected):  # whatever day is looked at, a correction leaves the case where it is
        row.state = event.state
    row.position, row.changed_at = recorded.position, recorded.recorded_at
    row.clearance = event.envelope.clearance or row.clearance  # what was sealed once stays so
    row.closed = (row.closed or event.CLOSES) and not event.REOPENS
    _remark(row, event)
    _describe(row, event)
    if isinstance(event, FactCorrected):
        _correct(row, event, first)


def told_by_day(row: FoldedCase, told: History) -> Iterator[tuple[date, FoldedCase]]:
    """Give a case as it was from each day on (`Versions.take`); what is sealed now is sealed on all of them."""
    first = told.entries[0]
    *earlier, last = told.days_of(told.entries)
    for day in earlier:
        version = opened(*first)
        for recorded, event in told.by(day):
            fold(version, recorded, event, type(first[1]))
        version.clearance = row.clearance
        yield day, version
    yield last, row


def _remark(row: FoldedCase, event: CaseEvent) -> None:
    """Count the remarks on an event; those on a correction are what remains to be said of the corrected one."""
    about = event.originator_version
    if isinstance(event, FactCorrected):
        about = event.corrects
        for remarks in row.remarked.values():
            remarks[:] = [remark for remark in remarks if remark != _LEFT_INCONSISTENT]
    row.remarked[str(about)] = list(event.remarks)
    row.remarked = {version: remarks for version, remarks in row.remarked.items() if remarks}
    row.remarks = sum(map(len, row.remarked.values()))


def _describe(row: FoldedCase, event: CaseEvent) -> None:
    match event:
        case AnalysisOrdered():
            if not row.number_from:
                row.number, row.number_from = event.order_no, event.originator_version
            _fix(row, event, event.ordered_on.isoformat(), event.objects)
        case AnalysisOrderAmended():
            _fix(row, event, event.amended_on.isoformat(), event.objects)
        case StartAnnounced() if all(each["since"] == _SCHEDULED for each in row.fixed):
            _fix(row, event, _ANNOUNCED, ())
        case ResponsibleNamed():
            row.responsible, row.responsible_from = event.account, event.originator_version
        case AnalysisScheduled():
            _fix(row, event, _SCHEDULED, ())
        case AnalysisUnscheduled() if event.state != event.source or event.state != "scheduled":
            # one that stays scheduled follows another schedule
            row.fixed = [each for each in row.fixed if each["since"] != _SCHEDULED]
            _settle(row)
        case _:
            pass


def _fix(
    row: FoldedCase,
    event: AnalysisOrdered | AnalysisOrderAmended | StartAnnounced | AnalysisScheduled,
    since: str,
    objects: tuple[str, ...],
) -> None:
    row.fixed.append(
        Fixed(
            version=event.originator_version,
            since=since,
            starts_on=event.starts_on.isoformat() if event.starts_on else None,
            ends_on=event.ends_on.isoformat() if event.ends_on else None,
            objects=objects,
        )
    )
    _settle(row)


def _settle(row: FoldedCase) -> None:
    """Show the term and the objects in force: by the latest date, whenever it was recorded; of one date, the last recorded."""
    fixed = sorted(row.fixed, key=lambda each: (each["since"], each["version"]))
    row.starts_on, row.ends_on = (_day(fixed[-1]["starts_on"]), _day(fixed[-1]["ends_on"])) if fixed else (None, None)
    row.objects = next((list(each["objects"]) for each in reversed(fixed) if each["objects"]), [])


def _correct(row: FoldedCase, event: FactCorrected, first: type[CaseEvent] | None) -> None:
    """Follow a correction of an event that a value comes from; its data are JSON values."""
    data = event.data
    if event.corrects == row.number_from:
        row.number = data["order_no"]
    if event.corrects == row.responsible_from:
        row.responsible = UUID(data["account"])
    for fixed in row.fixed:
        if fixed["version"] == event.corrects:
            fixed["since"] = data.get("ordered_on") or data.get("amended_on") or _ANNOUNCED
            fixed["starts_on"], fixed["ends_on"] = data["starts_on"], data["ends_on"]
            fixed["objects"] = data.get("objects", ())
            _settle(row)
    if event.corrects == 1 and first and first.HAPPENED:
        row.opened_on = _day(data[first.HAPPENED]) or row.opened_on
        row.subtask, row.period, row.about = slot(first, data)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
