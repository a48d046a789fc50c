"""Lives of analyses: from the plan of the year to the end of a year of monitoring, and what 4.2.4 makes of the positions found."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

from events.event import CaseEvent
from service.demo.history.analysis import UNITS, Analysis
from service.demo.history.monitoring import forwarded, monitored, owes_prevention, prevented
from service.demo.history.parts import Likeness, Part, Place
from service.demo.history.subtask_lives import Manner, newest_entry, ordinary
from service.demo.history.walking import Act
from service.demo.history.works import paper
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.plan import Slot

Data = dict[str, Any]

_SITE = f"https://{Place.OWN}.example.kz/analiz"
_CONFIRMED = dict.fromkeys(("lawful", "effective", "feasible", "targeted"), True)


def life(slot: Slot, likeness: Likeness, manner: Manner, turn: int, calendar: Calendar) -> Iterator[Act]:
    """Tell the life of a year's analysis, and of the preventive work with the positions that it finds where a body owes that."""
    year = int(slot.period)
    planned = calendar.shift(date(year, 1, 8), turn % 11)
    starts = calendar.shift(date(year, 2, 12) + timedelta(days=turn * 17 % 200), 0)
    yield Act(planned, slot, "plan", Part.SYSTEM, {"year": year, "planned_on": planned.isoformat()})
    if manner is Manner.NEVER:
        return
    one = Analysis(slot, likeness, manner, calendar, starts)
    if likeness.account:
        yield one.act(calendar.shift(planned, 3), "name_responsible", Part.HEAD, account=Part.COLLEAGUE.value)
    yield from _conducted(one)


def _conducted(one: Analysis) -> Iterator[Act]:
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


def _extended(one: Analysis, on: date) -> Act:
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


def _reported(one: Analysis, signed: date) -> Iterator[Act]:
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
    yield from forwarded(one, one.after(listed, 2))
    if one.manner is not Manner.WAITING:
        yield from monitored(one, signed, published)
    if owes_prevention(one.likeness):
        yield from prevented(one, one.after(listed, 6))


def _corrected(one: Analysis, on: date) -> Act:
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


def _published(on: date, number: int) -> Data:
    address = f"{_SITE}/{number}"
    return {"channel": "website", "address": address, "published_on": on.isoformat(), "secrets_excluded": True}
