"""Lives of subtasks: how one goes from the year's plan to acceptance, in time or not, by its manner."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import msgspec

from events.event import CaseEvent
from service.demo.history.parts import Holder, Likeness, Part, staff
from service.demo.history.walking import Act
from service.demo.history.works import Work, paper, work
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.plan import Slot
from workflows.subtask.period import bounds

_SATURDAY = 5
_CONFIRMED = "4.2.2"
_UNSIGNED_REPORT = "4.1.2"
"""Its form has a place for a signature only in districts (SG-10)."""


class Manner(StrEnum):
    """How a subtask is carried out."""

    PROMPT = "prompt"
    GUIDED = "guided"
    RETURNED = "returned"
    LATE = "late"
    BACKDATED = "backdated"
    CORRECTED = "corrected"
    EXTENDED = "extended"
    WAITING = "waiting"
    BEGUN = "begun"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of a life: planned, worked, to be uploaded by; `after` counts working days."""

    planned: date
    worked: date
    due: date
    calendar: Calendar

    def after(self, day: date, working_days: int) -> date:
        return self.calendar.shift(day, working_days)

    def ordinary(self, day: date, working_days: int) -> date:
        return ordinary(self.calendar.shift(day, working_days), self.calendar)


def ordinary(day: date, calendar: Calendar) -> date:
    """Give that day or the next one that works and is none by a transfer, which was not known long before."""
    while day.weekday() >= _SATURDAY:
        day = calendar.shift(day, 1)
    return day


def life(slot: Slot, likeness: Likeness, manner: Manner, turn: int, calendar: Calendar) -> Iterator[Act]:
    """Tell the life of a subtask; lives of one manner with different turns lie on different days."""
    days = _days(slot.period, manner, turn, calendar)
    data = {"subtask": slot.subtask, "period": slot.period, "assigned_on": days.planned.isoformat()}
    yield Act(days.planned, slot, "assign", Part.SYSTEM, data | {"upload_by": days.due.isoformat()})
    yield from _worked(slot, likeness, manner, days)


def prepared(slot: Slot, likeness: Likeness, manner: Manner, worked: date, calendar: Calendar) -> Iterator[Act]:
    """Tell the life of a subtask whose work depends on something else, after its assignment."""
    due = calendar.shift(max(worked + timedelta(days=30), bounds(slot.period)[1] - timedelta(days=14)), 0)
    yield from _worked(slot, likeness, manner, _Days(worked, worked, due, calendar))


def _days(period: str, manner: Manner, turn: int, calendar: Calendar) -> _Days:
    first, last = bounds(period)
    planned = calendar.shift(date(first.year, 1, 8), turn % 11)
    length = (last - first).days
    worked = first + timedelta(days=min(length // 12 + (7 + turn * 13) % max(length * 2 // 3, 1), length - 6))
    if manner is Manner.LATE:
        worked = last - timedelta(days=4 - turn % 3)
    worked = max(calendar.shift(worked, 0), calendar.shift(planned, 8))
    if worked > last:
        worked = calendar.shift(last, 0) if calendar.shift(last, 0) <= last else calendar.shift(last, -1)
    yearly = length > 100
    due = calendar.shift(last, -9) if yearly else calendar.shift(last, 6)
    return _Days(planned, worked, due, calendar)


def _worked(slot: Slot, likeness: Likeness, manner: Manner, days: _Days) -> Iterator[Act]:
    if manner is Manner.NEVER:
        return
    if likeness.account and manner is not Manner.PROMPT:
        named = {"account": Part.COLLEAGUE.value}
        yield Act(days.after(days.planned, 2), slot, "name_responsible", Part.HEAD, named)
    if slot.subtask == _CONFIRMED:
        yield _confirmed(slot, days)
        return
    doer = Part.OFFICER if manner is Manner.PROMPT else Part.COLLEAGUE
    begun = days.after(days.worked, -4)
    if manner is not Manner.PROMPT and begun > days.planned:
        taken = {"begun_on": begun.isoformat(), "responsible": f"{staff(likeness.type)[1].title_ru} §person0§"}
        yield Act(begun, slot, "take_in_hand", doer, taken)
    if manner is Manner.BEGUN:
        return
    if manner is Manner.EXTENDED:
        yield _extended(slot, likeness, days)
    yield from _done(slot, likeness, manner, days, doer)


def _done(slot: Slot, likeness: Likeness, manner: Manner, days: _Days, doer: Part) -> Iterator[Act]:
    """Tell of the work, its evidence, its signature and upload, and what the body above says of it."""
    how = work(slot.subtask, likeness)
    told = days.after(days.worked, 17) if manner is Manner.BACKDATED else days.worked
    yield Act(told, slot, how.action, doer, how.data(days.worked, likeness))
    if manner is Manner.CORRECTED:
        yield Act(days.after(told, 1), slot, "correct", doer, made=_correction)
    attached = days.after(told, 6 if manner is Manner.LATE else 2)
    uploaded = (
        max(days.after(attached, 3), days.after(days.due, 4)) if manner is Manner.LATE else days.after(attached, 3)
    )
    if manner is Manner.EXTENDED:
        uploaded = days.after(attached, 8)
    yield from _proved(slot, how, attached, days.after(attached, 2), uploaded, doer, likeness)
    if manner is Manner.WAITING:
        return
    judged = days.after(uploaded, 5)
    if manner is Manner.RETURNED:
        back = {"returned_on": judged.isoformat(), "reason": "§fault§"}
        yield Act(judged, slot, "send_back", likeness.reviewer, back)
        again = days.after(judged, 3)
        more = Work(
            how.action, how.data, {kind: f"{title} (исправлено)" for kind, title in how.evidence.items()}, how.signs
        )
        mended, judged = days.after(again, 2), days.after(again, 6)
        yield from _mended(slot, more, again, doer)
        yield from _proved(slot, more, again, days.after(again, 1), mended, doer, likeness)
    yield Act(judged, slot, "accept", likeness.reviewer, {"accepted_on": judged.isoformat()})


def _mended(slot: Slot, how: Work, on: date, doer: Part) -> Iterator[Act]:
    """Tell of the report once more where there is no evidence to mend."""
    if not how.evidence:
        taken = {"begun_on": on.isoformat(), "responsible": "§person0§"}
        yield Act(on, slot, "take_in_hand", doer, taken)


def _proved(
    slot: Slot, how: Work, attached: date, signed: date, uploaded: date, doer: Part, likeness: Likeness
) -> Iterator[Act]:
    for kind, title in how.evidence.items():
        proof = {"kind": kind, "title": title, "attached_on": attached.isoformat(), "no_state_secrets": True}
        dated = {"file": paper(title), "document_date": attached.isoformat()}
        yield Act(attached, slot, "attach_evidence", doer, proof | dated)
    signs = Holder.HEAD if slot.subtask == _UNSIGNED_REPORT and likeness.type == "RAY" else how.signs
    if signs:
        head, other = staff(likeness.type)
        signature = {"post": (head if signs is Holder.HEAD else other).kind.value, "person": signs.value}
        yield Act(signed, slot, "sign_evidence", doer, {"signed_on": signed.isoformat(), "signature": signature})
    yield Act(uploaded, slot, "upload_evidence", Part.OFFICER, {"uploaded_on": uploaded.isoformat()})


def _confirmed(slot: Slot, days: _Days) -> Act:
    on = days.after(days.due, -12 + days.worked.toordinal() % 20)
    data = {"confirmed_on": on.isoformat(), "servants": 20 + on.toordinal() % 40, "newly_hired": on.toordinal() % 6}
    return Act(on, slot, "confirm_course", Part.AGENCY_OFFICER, data)


def _extended(slot: Slot, likeness: Likeness, days: _Days) -> Act:
    """Tell that the body above gave more time for the upload."""
    on = days.after(days.worked, -1)

    def made(case: Case) -> dict[str, Any] | None:
        key = next((key for key, one in case.deadlines.items() if key.startswith("D23") and one.open), None)
        return {"key": key} if key else None

    data = {
        "extended_to": days.ordinary(days.due, 10).isoformat(), "document": "letter", "document_no": "§number§-П",
        "document_dated": on.isoformat(), "reason": "Ходатайство: §fault§", "address": "https://example.kz/pisma/§number§",
    }  # fmt: skip
    return Act(on, slot, "extend_deadline", likeness.reviewer, data, made)


_COUNTED = ("participants", "staff", "employees", "total_of_next_year")
_WORDED = ("document_no", "number", "measure", "work_done")


def newest_entry(case: Case) -> CaseEvent:
    """Give the last event of a case that somebody entered."""
    return next(event for event in reversed(case.history) if event.is_entered())


def _correction(case: Case) -> dict[str, Any] | None:
    """Correct a figure or a word of the newest entry, None if it has none to correct."""
    entry = newest_entry(case)
    data = msgspec.to_builtins(entry.facts())
    for name in _COUNTED:
        if name in data:
            data[name] += 2
            break
    else:
        name = next((name for name in _WORDED if name in data), "")
        if not name:
            return None
        data[name] = f"{data[name]} (уточнено)"
    return {"corrects": entry.originator_version, "data": data, "reason": "Опечатка при внесении"}
