"""The Карта's dates as a case keeps them: one for a subtask of its own, or one for each step of the case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from events.analysis_schedule import SchedulePlanned
from events.cartogram import CartogramAssigned
from events.event import Event
from events.organization.record import OrganizationRecord
from events.risk_analysis import AnalysisPlanned
from events.subtask import SubtaskAssigned, UploadDateSet
from events.upload import UploadDate, UploadDatesSet
from workflows.card import CardFacts
from workflows.case import Case
from workflows.catalogue import editions
from workflows.plan import PER_PERIOD, STEPPED, Owed, Slot, owed
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.period import year_of

Dates = Mapping[str, date]
"""By step of the case; a subtask of its own is its only step, ""."""

LASTING = "risk_analysis"
"""The workflow whose case of a year has steps in the next one, too (1.3.3)."""

DATED = frozenset({PER_PERIOD, *STEPPED})
"""Workflows whose cases keep dates of the Карта."""

SAYING = tuple(
    event.TOPIC
    for event in (SubtaskAssigned, UploadDateSet, UploadDatesSet, SchedulePlanned, AnalysisPlanned, CartogramAssigned)
)
"""Events that say which dates a case has."""


@dataclass(frozen=True, slots=True)
class YearCards:
    """The Карты of some years: each sets the dates of the periods of its own."""

    cards: Mapping[int, CardFacts]

    def upload_by(self, subtask: str, period: str) -> date | None:
        """Give the date by which a subtask's evidence for a period is to be uploaded, None if no date is set."""
        card = self.cards.get(year_of(period))
        return card.upload_by(subtask, period) if card else None


def dated_in(record: OrganizationRecord, year: int) -> tuple[Owed, ...]:
    """Give the cases of a body to which the Карта of a year may set a date: those of the year, and what lasts from the one before."""
    before = owed(record, year - 1) if year > editions()[0] else ()
    lasting = (one for one in before if one.slot.workflow == LASTING)
    return (*(one for one in owed(record, year) if one.slot.workflow in DATED), *lasting)


def said(event: Event) -> Dates | None:
    """Give the dates that an event gave to its case, None if it is not one of those."""
    match event:
        case SubtaskAssigned() | UploadDateSet():
            return _alone(event.upload_by)
        case UploadDatesSet():
            return {row.key: row.upload_by for row in event.dates}
        case SchedulePlanned() | AnalysisPlanned() | CartogramAssigned():
            return {row.key: row.upload_by for row in event.upload_dates}
        case _:
            return None


def kept(case: Case) -> Dates:
    """Give the dates that a case has."""
    facts = case.facts
    if isinstance(facts, SubtaskFacts):
        return _alone(facts.upload_by)
    due: Dates = facts.uploads.due
    return due


def wanted(cards: YearCards, slot: Slot) -> Dates:
    """Give the dates that the Карты set for a case."""
    if slot.workflow == PER_PERIOD:
        return _alone(cards.upload_by(slot.subtask, slot.period))
    rows = (UploadDate(**row) for row in slot.upload_dates(cards.upload_by))
    return {row.key: row.upload_by for row in rows}


def change(cards: YearCards, slot: Slot, on: date, basis: str) -> tuple[str, dict[str, Any]]:
    """Give the action that brings the dates of the Карты to a case, and its data."""
    told = {"set_on": on, "basis": basis}
    if slot.workflow == PER_PERIOD:
        return "set_upload_date", told | {"upload_by": cards.upload_by(slot.subtask, slot.period)}
    return "set_upload_dates", told | {"dates": slot.upload_dates(cards.upload_by)}


def _alone(day: date | None) -> Dates:
    return {"": day} if day else {}
