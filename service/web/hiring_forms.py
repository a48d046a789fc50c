"""What the forms about hiring know and offer: candidates and registers of a check, and who of a check was hired."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from events import hired_offender, hiring_check
from events.event import CaseEvent
from service.person_names import person_name
from service.web import forms, prefill
from service.web.fields import Choices
from service.web.sheet import Sheet
from service.web.visitor import Visitor
from workflows.case import Case
from workflows.hiring_check.facts import HiringFacts, Lookup
from workflows.refusals import Unknown


async def prepare(visitor: Visitor, sheet: Sheet, *, fresh: bool) -> None:
    """Let the forms of a check offer its candidates and the registers; fresh ones start with what is known."""
    event, place = sheet.action.event, ""
    if sheet.case is not None and sheet.corrects is not None:
        original = prefill.corrected_event(sheet.case, str(sheet.corrects))
        event, place = type(original) if original else event, "data."
    if sheet.case is not None and isinstance(sheet.case.facts, HiringFacts):
        offered = _choices(visitor, event, sheet.case.facts)
        sheet.choices = {**sheet.choices, **{f"{place}{path}": found for path, found in offered.items()}}
    if fresh and not place and (values := await _values(visitor, event, sheet.case)):
        sheet.form = forms.to_form(sheet.node, values)


def _choices(visitor: Visitor, event: type[CaseEvent], facts: HiringFacts) -> Choices:
    candidates = [(one.code, f"{one.code}. {one.name}") for one in facts.candidates]
    if event is hiring_check.CandidatesLookedUp:
        return {"answers.*.candidate": candidates, "looked_in": _registers(visitor)}
    return {"decisions.*.candidate": candidates} if event is hiring_check.AdmissionDecided else {}


def _registers(visitor: Visitor) -> list[tuple[str, str]]:
    """Offer the registers; each says whether it answers or is looked up by hand."""
    t = visitor.t
    how = {True: t("it answers by itself"), False: t("answers are entered by hand")}
    return [
        (kind.value, f"{t.code('LookupRegister', kind)} ({how[one.answers_itself]})")
        for kind, one in visitor.service.registers.items()
    ]


async def _values(visitor: Visitor, event: type[CaseEvent], case: Case | None) -> Mapping[str, Any]:
    """Give what a fresh form starts with (JSON values)."""
    if event is hired_offender.OffenderFoundHired and case is None:
        return await _from_check(visitor)
    facts = case.facts if case else None
    if not isinstance(facts, HiringFacts):
        return {}
    if event is hiring_check.CandidatesLookedUp:
        return await _lookup(visitor, facts)
    if event is hiring_check.AdmissionDecided:
        rows = [{"candidate": one.code, "admitted": False} for one in facts.candidates]
        return {"decided_on": visitor.today.day.isoformat(), "decisions": rows}
    return {}


async def _lookup(visitor: Visitor, facts: HiringFacts) -> Mapping[str, Any]:
    """Propose the register that the address names, and its answers about the candidates; those looked up by hand have none."""
    asked = visitor.query("register")
    kind = next((one for one in visitor.service.registers if one == asked), None)
    register = visitor.service.registers[kind] if kind else None
    answers = {row.candidate: row for row in (await register.ask(facts.candidates) if register else ())}
    rows = [
        msgspec.to_builtins(answers[one.code]) if one.code in answers else {"candidate": one.code}
        for one in facts.candidates
    ]
    person = (await visitor.actor()).person
    return {
        "looked_up_on": visitor.today.day.isoformat(),
        "looked_in": kind,
        "answers": rows,
        "person": person or None,
    }


async def _from_check(visitor: Visitor) -> Mapping[str, Any]:
    """Take from a check that the visitor may see who was hired; names stand in the form, never in the address."""
    check, code = await _check(visitor), visitor.query("candidate")
    facts = check.facts if check else None
    if check is None or not isinstance(facts, HiringFacts) or facts.begun is None:
        return {}
    named = next((one for one in facts.candidates if one.code == code), None)
    if named is None:
        return {}
    of_check = {"name": named.name, "position": facts.begun.post, "check": str(check.id), "candidate": named.code}
    looked = [lookup for lookup, _ in facts.answers(named.code)]
    return of_check | (await _checker(visitor, looked[-1]) if looked else {})


async def _checker(visitor: Visitor, lookup: Lookup) -> dict[str, Any]:
    """Say who looked last, by the register of people where they have a code there."""
    register, day = await visitor.service.cases.registry.current(), lookup.looked_up_on
    name = person_name(register, lookup.person, day, visitor.t) if lookup.person else lookup.checker
    return {"checker": name, "checker_position": lookup.checker_position, "checked_on": day.isoformat()}


async def _check(visitor: Visitor) -> Case | None:
    """Give the check that the address names, None if there is none or the visitor may not see it."""
    try:
        case = await visitor.service.cases.get(UUID(visitor.query("check") or ""))
    except (ValueError, Unknown):
        return None
    kind = visitor.service.cases.workflow_of(case)
    return case if await visitor.service.access.sees_case(visitor.person, kind, case) else None
