"""Lives of analyses: from the plan of the year to the end of a year of monitoring, and what 4.2.4 makes of the positions found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import msgspec

from events.event import CaseEvent
from events.organization import OrganizationType
from service.demo.history.parts import Holder, Likeness, Part, Place, staff
from service.demo.history.subtask_lives import Manner, newest_entry, ordinary, prepared
from service.demo.history.walking import Act
from service.demo.history.works import paper
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.plan import Slot
from workflows.risk_analysis.quarters import add_years, quarter_end, quarter_of, reporting_quarters

Data = dict[str, Any]

_SITE = f"https://{Place.OWN}.example.kz/analiz"
UNITS = ("Отдел государственных закупок", "Отдел кадров")
_CONFIRMED = dict.fromkeys(("lawful", "effective", "feasible", "targeted"), True)
_LATE_BY = 6
"""Working days by which whoever is late announces and signs too late."""


@dataclass(frozen=True, slots=True)
class _Life:
    slot: Slot
    likeness: Likeness
    manner: Manner
    calendar: Calendar
    starts: date

    def after(self, day: date, working_days: int) -> date:
        return self.calendar.shift(day, working_days)

    def act(self, on: date, action: str, by: Part, /, **data: Any) -> Act:
        return Act(on, self.slot, action, by, data)

    @property
    def late(self) -> int:
        return _LATE_BY if self.manner is Manner.LATE else 0

    @property
    def signatory(self) -> Part:
        return Part.HEAD if self.likeness.account else Part.OFFICER

    @property
    def signature(self) -> Data:
        return {"post": staff(self.likeness.type)[0].kind.value, "person": Holder.HEAD.value}

    @property
    def signed(self) -> Data:
        """Name who signed where an official records it, for a body without an account."""
        return {} if self.likeness.account else {"signature": self.signature}


def life(slot: Slot, likeness: Likeness, manner: Manner, turn: int, calendar: Calendar) -> Iterator[Act]:
    """Tell the life of a year's analysis, and of the preventive work with the positions that it finds where a body owes that."""
    year = int(slot.period)
    planned = calendar.shift(date(year, 1, 8), turn % 11)
    starts = calendar.shift(date(year, 2, 12) + timedelta(days=turn * 17 % 200), 0)
    yield Act(planned, slot, "plan", Part.SYSTEM, {"year": year, "planned_on": planned.isoformat()})
    if manner is Manner.NEVER:
        return
    one = _Life(slot, likeness, manner, calendar, starts)
    if likeness.account:
        yield one.act(calendar.shift(planned, 3), "name_responsible", Part.HEAD, account=Part.COLLEAGUE.value)
    yield from _conducted(one)


def _conducted(one: _Life) -> Iterator[Act]:
    starts, ends = one.starts, one.after(one.starts, 20)
    ordered = one.after(starts, -15)
    party = {"kind": "working_group", "members": ["Главный специалист §person0§", "Юрист §person1§"]}
    term = {"starts_on": starts.isoformat(), "ends_on": ends.isoformat()}
    yield one.act(
        ordered, "order", one.signatory, order_no="§number§-Ө", ordered_on=ordered.isoformat(), authorised=party,
        objects=list(UNITS), file=paper("Приказ о проведении внутреннего анализа"), **term, **one.signed,
    )  # fmt: skip
    announced = one.after(starts, -12 + one.late)
    yield one.act(announced, "announce_start", Part.OFFICER, **_published(announced, 1))
    yield one.act(starts, "begin", Part.OFFICER, began_on=starts.isoformat())
    if one.manner is Manner.BEGUN:
        return
    told, held = one.after(ends, -12 + one.late), one.after(ends, -6)
    yield one.act(told, "announce_discussion", Part.OFFICER, discussion_on=held.isoformat(), **_published(told, 2))
    if one.manner is Manner.EXTENDED:
        yield _extended(one, one.after(held, -1))
    on = held.isoformat()
    recorded = one.after(held, 9 if one.manner is Manner.BACKDATED else 0)
    yield one.act(
        recorded, "hold_discussion", Part.OFFICER, held_on=on, protocol_no="§number§", protocol_approved_on=on, results_channel="website",
        results_address=f"{_SITE}/3", results_published_on=on, participants=9 + held.toordinal() % 40, signature=one.signature,
    )  # fmt: skip
    yield one.act(max(ends, recorded), "finish", Part.OFFICER, finished_on=ends.isoformat())
    yield from _reported(one, one.after(ends, 7 + one.late))


def _extended(one: _Life, on: date) -> Act:
    def made(case: Case) -> Data | None:
        known = case.deadlines.get("D07")
        return (
            {"extended_to": ordinary(one.after(known.deadline.due, 10), one.calendar).isoformat()}
            if known and known.open
            else None
        )

    data = {
        "key": "D07", "document": "letter", "document_no": "§number§-П", "document_dated": on.isoformat(),
        "reason": "Ходатайство рабочей группы", "address": "https://example.kz/pisma/§number§",
    }  # fmt: skip
    return Act(on, one.slot, "extend_deadline", one.likeness.reviewer, data, made)


def _reported(one: _Life, signed: date) -> Iterator[Act]:
    risks = [{"code": f"R{n}", "description": f"§risk{n}§", "area": unit} for n, unit in enumerate(UNITS, 1)]
    recommended = [{"code": str(n), "risk": f"R{n}", "text": f"§advice{n}§", **_CONFIRMED} for n in (1, 2)]
    positions = [
        {
            "title": "Главный специалист",
            "unit": UNITS[0],
            "powers": "Подготовка технических спецификаций",
            "risk": "R1",
        },
        {"title": "Руководитель отдела", "unit": UNITS[1], "powers": "Отбор кандидатов", "risk": "R2"},
    ]
    yield one.act(
        signed, "sign_report", one.signatory, report_no="§number§", signed_on=signed.isoformat(), risks=risks,
        recommendations=recommended, positions=positions, file=paper("Аналитическая справка"), **one.signed,
    )  # fmt: skip
    approved = one.after(signed, 8 + one.late)
    items = [
        {
            "code": str(n), "recommendations": [str(n)], "measure": f"§measure{n}§", "completion_form": "Приказ",
            "due_on": one.after(approved, 60 + 40 * n).isoformat(), "unit": unit,
        }
        for n, unit in enumerate(UNITS, 1)
    ]  # fmt: skip
    yield one.act(
        approved, "approve_plan", one.signatory, plan_no="§number§", approved_on=approved.isoformat(), items=items,
        file=paper("План мероприятий"), **one.signed,
    )  # fmt: skip
    if one.manner is Manner.CORRECTED:
        yield _corrected(one, one.after(approved, 1))
    published = one.after(approved, 2 + one.late)
    addresses = {"report_address": f"{_SITE}/4", "plan_address": f"{_SITE}/5"}
    yield one.act(published, "publish", Part.OFFICER, published_on=published.isoformat(), **addresses)
    listed = one.after(published, 4)
    yield one.act(
        listed,
        "approve_positions",
        Part.OFFICER,
        approved_on=listed.isoformat(),
        list_no="§number§-п",
        signature=one.signature,
    )
    yield from _forwarded(one, one.after(listed, 2))
    if one.manner is not Manner.WAITING:
        yield from _monitored(one, signed, published)
    if _owes_prevention(one.likeness):
        yield from _prevented(one, one.after(listed, 6))


def _corrected(one: _Life, on: date) -> Act:
    def made(case: Case) -> Data:
        event = newest_entry(case)
        data = {
            "plan_no": "§number§/1",
            **{name: value for name, value in _builtins(event).items() if name != "plan_no"},
        }
        return {"corrects": event.originator_version, "data": data, "reason": "Неверный номер плана"}

    return Act(on, one.slot, "correct", one.signatory, {}, made)


def _builtins(event: CaseEvent) -> Data:
    found: Data = msgspec.to_builtins(event.facts())
    return found


def _forwarded(one: _Life, on: date) -> Iterator[Act]:
    copies = [Place.ABOVE.value] if one.likeness.type is OrganizationType.KGS else []
    recipient = one.likeness.recipient.value
    yield one.act(
        on, "forward_positions", Part.OFFICER, forwarded_on=on.isoformat(), recipient=recipient, copies=copies
    )


def _monitored(one: _Life, signed: date, published: date) -> Iterator[Act]:
    year, number = quarter_of(signed)
    ends = add_years(signed, 1)
    turn = 0
    while quarter_end(year, number) <= ends + timedelta(days=60):
        quarter = f"{year}Q{number}"
        for n, unit in enumerate(UNITS, 1):
            sent = max(one.after(quarter_end(year, number), 2 + n + one.late), one.after(published, n))
            row = {"item": str(n), "progress": f"§progress{(turn + n) % 4}§"}
            data: Data = {"unit": unit, "quarter": quarter, "received_on": sent.isoformat(), "items": [row]}
            yield Act(sent, one.slot, "report_progress", Part.OFFICER, data, _if_due(year, number))
            state = {"state": "done", "completion_form_reached": True} if turn + n > 2 else {"state": "in_progress"}
            judged = one.after(sent, 3)
            reviewed = {"recommendation": str(n), **state}
            data = {"unit": unit, "quarter": quarter, "reviewed_on": judged.isoformat(), "recommendations": [reviewed]}
            yield Act(judged, one.slot, "review_progress", Part.COLLEAGUE, data, _if_due(year, number))
        turn += 1
        year, number = (year, number + 1) if number < 4 else (year + 1, 1)
    closed = one.after(max(ends, quarter_end(*quarter_of(ends))), 14)
    yield one.act(
        closed, "close_monitoring", Part.OFFICER, closed_on=closed.isoformat(), report_no="§number§",
        conclusion="Рекомендации исполнены: §progress3§", signature=one.signature,
    )  # fmt: skip


def _if_due(year: int, number: int) -> Callable[[Case], Data | None]:
    return lambda case: {} if (year, number) in set(reporting_quarters(case.facts)) else None


def _owes_prevention(likeness: Likeness) -> bool:
    """Whether the body's own ethics officer works with the positions, in a case that no other body acts on."""
    return likeness.type not in {OrganizationType.KGS, OrganizationType.CGO, OrganizationType.OBL}


def _prevented(one: _Life, worked: date) -> Iterator[Act]:
    slot = Slot("subtask", "4.2.4", one.slot.period)
    if worked.year == int(one.slot.period):
        yield from prepared(slot, one.likeness, one.manner, worked, one.calendar)


def _published(on: date, number: int) -> Data:
    address = f"{_SITE}/{number}"
    return {"channel": "website", "address": address, "published_on": on.isoformat(), "secrets_excluded": True}
