"""The year's plan: which cases a body owes for a year, by its type in each period and the days on which it existed.

Subtasks of the workflow "subtask" are a case for each period of their recurrence (twelve months, four quarters, else the
year). Those of another workflow are steps of the one case that the body has of it in the year: 1.1.2 to 1.4.1 are one
analysis, 1.1.1 is one schedule, 1.5.1 one cartogram, 2.2.1 one reconciliation. Facts of Project 2 are not planned.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from events.organization import OrganizationType
from events.organization.record import OrganizationRecord
from events.text import msg
from workflows.cartogram.keepers import WITHOUT_CARTOGRAM
from workflows.catalogue import Every, Subtask, definition, editions, in_force
from workflows.consequences import case_id
from workflows.machine import Action, actions
from workflows.plan_reasons import PlanReason, coded
from workflows.refusals import Invalid, Violation
from workflows.register import Register
from workflows.registry import workflow
from workflows.subtask.period import bounds, periods

PER_PERIOD = "subtask"
"""The workflow that has a case for each period; the others have one for the year."""

CARTOGRAM = "cartogram"

STEPPED = frozenset({"analysis_schedule", "risk_analysis", CARTOGRAM})
"""Workflows whose cases keep the Карта's dates of all their steps."""

_ACTIONS = {
    PER_PERIOD: ("assign", "declare_not_applicable", "reopen"),
    "analysis_schedule": ("plan", "cancel_schedule", "restore"),
    "risk_analysis": ("plan", "cancel", "restore"),
    CARTOGRAM: ("plan", "cancel_cartogram", "restore"),
    "reconciliation": ("plan", "cancel_reconciliation", "restore"),
}
"""By which actions the plan begins, ends and restores the cases of a workflow."""

PLANNING = frozenset(begins for begins, _, _ in _ACTIONS.values())
"""Names of the actions by which it begins them."""


UploadBy = Callable[[str, str], date | None]
"""Gives the date that the Карта sets for a subtask and a period, if it sets one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A case that bodies of some type owe: its workflow, the first subtask that it fulfils, its period ("2024", "2024Q2", "2024-05")."""

    workflow: str
    subtask: str
    period: str

    @property
    def action(self) -> Action:
        """The action that begins the case."""
        return actions(workflow(self.workflow))[_ACTIONS[self.workflow][0]]

    @property
    def ending(self) -> Action:
        """The action that ends the case when it is owed no longer."""
        return actions(workflow(self.workflow))[_ACTIONS[self.workflow][1]]

    @property
    def restoring(self) -> Action:
        """The action that takes the case up again when it is owed after all."""
        return actions(workflow(self.workflow))[_ACTIONS[self.workflow][2]]

    def data(self, on: date, upload_by: date | None, upload_dates: Sequence[Any] = ()) -> dict[str, Any]:
        """Give the data of that action, taken on a day; with the date of the Карта, or those of the steps, if it sets any."""
        begun = {self.action.event.HAPPENED: on}
        if self.workflow == PER_PERIOD:
            return {"subtask": self.subtask, "period": self.period, "upload_by": upload_by, **begun}
        dated = {"upload_dates": upload_dates} if upload_dates else {}
        return {"year": int(self.period), **begun, **dated}

    def upload_dates(self, upload_by: UploadBy) -> list[dict[str, Any]]:
        """Give the dates of the Карты for the subtasks that are steps of the case; nothing for a case of one subtask.

        What is owed quarter by quarter goes on in the next year: the monitoring lasts a year from the note (1.3.3, l.159).
        """
        if self.workflow not in STEPPED:
            return []
        year = int(self.period)
        dated = [
            (one.code, period)
            for one in in_force(year).subtasks
            if one.workflow == self.workflow
            for owed_in in ((year, year + 1) if one.recurrence.every is Every.QUARTER else (year,))
            for period in periods(one.recurrence.every, owed_in)
        ]
        return [
            {"subtask": code, "period": period, "upload_by": day}
            for code, period in dated
            if (day := upload_by(code, period))
        ]

    def ending_data(self, on: date, basis: str, reason: str) -> dict[str, Any]:
        """Give the data of that action, taken on a day; a work of another workflow is cancelled by a document, `basis`."""
        document = {} if self.workflow == PER_PERIOD else {"basis_no": basis}
        return {self.ending.event.HAPPENED: on, "reason": reason, **document}

    def restoring_data(self, on: date, reason: str) -> dict[str, Any]:
        """Give the data of that action, taken on a day."""
        return {self.restoring.event.HAPPENED: on, "reason": reason}


@dataclass(frozen=True, slots=True)
class Owed:
    """A case that one body owes, with the id that it has or will have."""

    slot: Slot
    case_id: UUID


def check_year(year: int, today: date) -> None:
    """Refuse a year before the first Instruction or after the next year; raises `Invalid`."""
    first, last = editions()[0], today.year + 1
    if not first <= year <= last:
        raise Invalid(
            (Violation(("year",), msg("A year from {first} to {last} can be planned.", first=first, last=last)),)
        )


def owed(record: OrganizationRecord, year: int) -> tuple[Owed, ...]:
    """Give what a body owes for a year, in the order of the catalogue and of time.

    Its type is that of each period's last day. A body owes the periods that end while it exists: what is done for a period
    can be asked for when that is over, and of a body that has ended nothing can be asked.
    """
    return tuple(Owed(slot, case_id(record.code, slot.subtask, slot.period)) for slot in slots_of(record, year))


def owed_by(code: str, register: Register, year: int) -> tuple[Owed, ...]:
    """Give what an organisation of the register owes for a year; nothing if there is none of that code."""
    record = register.organization(code)
    return owed(record, year) if record else ()


def superfluous(record: OrganizationRecord, year: int) -> tuple[Owed, ...]:
    """Give the cases that a body does not owe for a year, but that a plan may have begun by what was recorded of it earlier.

    What its type may do without owing it is not among them.
    """
    if is_steady(record, year) and (kind := record.types.at(date(year, 1, 1))):
        slots = _others(kind, year, cartogram=keeps_cartogram(record, date(year, 1, 1)))
    else:
        due = set(slots_of(record, year))
        slots = tuple(slot for slot in every_slot(year) if slot not in due and not _may(record, slot))
    return tuple(Owed(slot, case_id(record.code, slot.subtask, slot.period)) for slot in slots)


def why_not(record: OrganizationRecord, slot: Slot) -> str:
    """Say why a body does not owe what is superfluous, as it is stored (see `plan_reasons`)."""
    last = bounds(slot.period)[1]
    if ended := record.ended_before(last):
        return coded(PlanReason.ENDED, ended)
    if record.since is None or record.since > last:
        return coded(PlanReason.NOT_YET)
    return coded(PlanReason.NOT_OWED, record.types.at(last))


def ended_on(record: OrganizationRecord, slot: Slot, today: date) -> date:
    """Give the day from which a superfluous case is owed no longer: a body's own end, else the day on which it is noticed."""
    return record.ended_before(bounds(slot.period)[1]) or today


@cache
def obligations(kind: OrganizationType, year: int, *, cartogram: bool = True) -> tuple[Slot, ...]:
    """Give what a body owes that is of one type through the whole year; `cartogram` says whether its region keeps one."""
    slots = dict.fromkeys(_of(in_force(year).assigned_to(kind), year))
    return tuple(slot for slot in slots if cartogram or slot.workflow != CARTOGRAM)


@cache
def _others(kind: OrganizationType, year: int, *, cartogram: bool) -> tuple[Slot, ...]:
    due = set(obligations(kind, year, cartogram=cartogram))
    return tuple(slot for slot in every_slot(year) if slot not in due and not _allows(kind, slot))


def is_steady(record: OrganizationRecord, year: int) -> bool:
    """Whether a body exists through the whole year and keeps its type and region."""
    first, last = bounds(str(year))
    if not (record.exists(first) and record.exists(last)) or any(
        first <= ended < last and not record.exists(ended + timedelta(days=1)) for ended, _ in record.gaps
    ):
        return False
    changes = (*record.types.entries, *record.details.entries)
    return not any(first < day <= last for day, _ in changes)


def keeps_cartogram(record: OrganizationRecord, on: date) -> bool:
    """Whether the akimat of a region keeps a cartogram: those of the three cities do not by default (l.185; A-57)."""
    details = record.details.at(on)
    return details is None or details.region not in WITHOUT_CARTOGRAM


@cache
def every_slot(year: int) -> tuple[Slot, ...]:
    """Give what bodies of any type owe for a year, in the order of the catalogue and of time."""
    return tuple(dict.fromkeys(_of(in_force(year).subtasks, year)))


def _of(subtasks: Iterable[Subtask], year: int) -> Iterator[Slot]:
    first: dict[str, str] = {}
    for subtask in in_force(year).subtasks:
        first.setdefault(subtask.workflow, subtask.code)
    for subtask in subtasks:
        if subtask.workflow == PER_PERIOD:
            yield from (Slot(PER_PERIOD, subtask.code, period) for period in periods(subtask.recurrence.every, year))
        elif subtask.workflow in _ACTIONS:
            yield Slot(subtask.workflow, first[subtask.workflow], str(year))


def slots_of(record: OrganizationRecord, year: int) -> Iterable[Slot]:
    """Give the cases that a body owes for a year, each by the type that counts in its period; see `owed`."""
    if is_steady(record, year):
        return _of_type(record, str(year))
    return (
        slot for slot in every_slot(year) if _is_alive(record, slot.period) and slot in _of_type(record, slot.period)
    )


def _of_type(record: OrganizationRecord, period: str) -> tuple[Slot, ...]:
    day = bounds(period)[1]
    kind = record.types.at(day)
    if kind is None:
        return ()
    return obligations(kind, int(period[:4]), cartogram=keeps_cartogram(record, day))


def _is_alive(record: OrganizationRecord, period: str) -> bool:
    return record.exists(bounds(period)[1])


def _may(record: OrganizationRecord, slot: Slot) -> bool:
    """Whether a body may do what it does not owe."""
    kind = record.types.at(bounds(slot.period)[1])
    return kind is not None and _is_alive(record, slot.period) and _allows(kind, slot)


def _allows(kind: OrganizationType, slot: Slot) -> bool:
    return kind in definition(int(slot.period[:4]), slot.subtask).may_apply_to
