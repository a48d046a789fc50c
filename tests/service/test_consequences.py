"""What an analysis or a schedule does to other cases, on a real database: in one save, or not at all."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from events.store.group_commit import GroupCommit
from service.cases import Cases
from service.clock import FixedClock
from service.recall import Result
from service.requests import Request
from tests.workflows.bodies import AKIMAT, DISTRICT, EDUCATION, EIGHT, MINISTRY, officer, register, signatory
from tests.workflows.cartogram.life import SIGNED
from tests.workflows.risk_analysis.life import LIFE, LIST, PLAN, REPORT
from workflows.actor import SYSTEM, Actor, Post
from workflows.case import Case
from workflows.consequences import case_id
from workflows.refusals import Invalid
from workflows.register import Register

REGISTER = register()


class Known:
    """A registry that knows the bodies of the tests."""

    async def current(self) -> Register:
        """Give them."""
        return REGISTER


@pytest.fixture
async def desks(database_url: str) -> AsyncIterator[tuple[Cases, Cases]]:
    """Two processes of the service on one database, in the summer of 2024."""

    async def connect() -> AsyncConnection[Any]:
        return await AsyncConnection.connect(database_url, autocommit=True)

    clock, known = FixedClock.at(date(2024, 7, 15)), Known()
    async with (
        AsyncConnectionPool(database_url, min_size=1, max_size=8, open=False) as pool,
        GroupCommit(connect) as one,
        GroupCommit(connect) as two,
    ):
        yield Cases(pool, one, clock, known), Cases(pool, two, clock, known)


async def do(cases: Cases, case: Case, action: str, actor: Actor, data: dict[str, Any]) -> Result:
    """Carry out an action on a case as it is known."""
    return await cases.act(case.id, action, data, actor, Request.of(actor, None), case.version)


async def lived(cases: Cases, body: str, until: int) -> Case:
    """Give an analysis of a body after so many steps of its life."""
    head = signatory(body)
    case = (await cases.open("risk_analysis", body, "order", LIFE[0][3], head, Request.of(head, None))).case
    for action, actor, _day, data in LIFE[1:until]:
        case = (await do(cases, case, action, head if actor.post else officer(body), data)).case
    return case


async def test_a_signed_report_tells_others_in_the_same_save(desks: tuple[Cases, Cases]) -> None:
    """Report, cartogram and the ethics officer's subtask are stored by one command, and say what caused them."""
    cases, elsewhere = desks
    analysis = await lived(cases, EDUCATION, 6)
    signed = await do(cases, analysis, "sign_report", signatory(EDUCATION), REPORT)
    report = signed.case.history[-1]
    cartogram = await elsewhere.history(case_id(AKIMAT, "1.5.1", "2024"))
    subtask = await elsewhere.history(case_id(EDUCATION, "4.2.4", "2024"))
    assert [(r.event.TOPIC, r.position) for r in (*cartogram, *subtask)] == [
        ("cartogram.analysis_results_received", signed.position - 1),
        ("subtask.risk_positions_received", signed.position),
    ]
    for recorded in (*cartogram, *subtask):
        envelope = recorded.event.envelope
        assert (envelope.actor, envelope.command_id) == (SYSTEM.id, report.envelope.command_id)
        assert (envelope.correlation_id, envelope.causation_id) == (report.envelope.command_id, report.event_id)
    planned = await do(cases, signed.case, "approve_plan", signatory(EDUCATION), PLAN)
    facts = (await elsewhere.get(case_id(AKIMAT, "1.5.1", "2024"))).facts
    assert (list(facts.results), facts.results[planned.case.id].plan_approved) == ([planned.case.id], True)
    assert [(row.organization, row.measures) for row in facts.risks.missing] == [(EDUCATION, 1)]


@pytest.mark.parametrize("processes", [1, 2])
async def test_eight_reports_at_once(desks: tuple[Cases, Cases], processes: int) -> None:
    """All bodies of a region may sign at the same moment, in one process or several: the cartogram has all their results."""
    at = desks[:processes]
    analyses = await asyncio.gather(*(lived(at[n % processes], code, 6) for n, code in enumerate(EIGHT)))
    signed = await asyncio.gather(
        *(
            do(at[n % processes], analysis, "sign_report", signatory(analysis.organization), REPORT)
            for n, analysis in enumerate(analyses)
        )
    )
    assert {result.case.state for result in signed} == {"report_signed"}
    cartogram = await desks[0].get(case_id(AKIMAT, "1.5.1", "2024"))
    assert (cartogram.version, set(cartogram.facts.results)) == (8, {result.case.id for result in signed})
    assert {row.organization for row in cartogram.facts.positions.missing} == set(EIGHT)


async def test_an_akimat_at_work_meanwhile(desks: tuple[Cases, Cases]) -> None:
    """Results that arrive while the akimat records its update are no reason to refuse it: nobody else changed anything."""
    cases, _ = desks
    first = await lived(cases, EDUCATION, 7)
    cartogram = await cases.get(case_id(AKIMAT, "1.5.1", "2024"))
    await do(cases, first, "approve_plan", signatory(EDUCATION), PLAN)
    update = {"updated_on": "2024-05-14", "address": "https://example.kz/1"}
    result = await do(cases, cartogram, "update_positions", officer(AKIMAT), update)
    assert (result.case.version, result.case.state) == (3, "outdated")


async def test_a_report_of_another_year_after_all(desks: tuple[Cases, Cases]) -> None:
    """A report corrected into the year before moves its results there in one save; nobody is left with what is not theirs."""
    cases, elsewhere = desks
    analysis = await lived(cases, EDUCATION, 7)
    cases.clock.travel(date(2025, 1, 15))  # type: ignore[attr-defined]
    data = {"corrects": 7, "reason": "Ошибка", "data": REPORT | {"signed_on": "2025-01-10"}}
    await do(cases, analysis, "correct", signatory(EDUCATION), data)
    for year, known in (("2024", []), ("2025", [analysis.id])):
        assert list((await elsewhere.get(case_id(AKIMAT, "1.5.1", year))).facts.results) == known
        positions = (await elsewhere.get(case_id(EDUCATION, "4.2.4", year))).facts.positions
        assert bool(positions[analysis.id]) is (year == "2025")


def approval(*codes: str) -> dict[str, Any]:
    """A schedule with these objects."""
    term = {"starts_on": "2024-03-04", "ends_on": "2024-03-28"}
    objects: Sequence[dict[str, Any]] = [{"organization": code, **term} for code in codes]
    return {"year": 2024, "approved_on": "2024-01-25", "schedule_no": "3", "breakdown": "local", "objects": objects}


async def test_a_forwarded_list_is_consolidated_in_the_same_save(desks: tuple[Cases, Cases]) -> None:
    """The ethics officer of the akimat has the positions of a department's forwarded list, with the department's code (RU-6)."""
    cases, elsewhere = desks
    analysis = await lived(cases, EDUCATION, 7)
    listed = await do(cases, analysis, "approve_positions", officer(EDUCATION), LIST)
    sent = {"forwarded_on": "2024-07-12", "recipient": AKIMAT}
    await do(cases, listed.case, "forward_positions", officer(EDUCATION), sent)
    subtask = await elsewhere.get(case_id(AKIMAT, "4.2.4", "2024"))
    [rows] = subtask.facts.positions.values()
    assert [(row.title, row.organization) for row in rows] == [("Главный специалист", EDUCATION)]


async def test_a_plan_reopens_the_closed_cartogram_in_the_same_save(desks: tuple[Cases, Cases]) -> None:
    """A cartogram that was closed before the plan was approved waits again for its update: results and reopening are one save."""
    cases, _ = desks
    analysis = await lived(cases, EDUCATION, 7)
    cartogram = await cases.get(case_id(AKIMAT, "1.5.1", "2024"))
    row = {"organization": EDUCATION, "title": "Главный специалист", "unit": "Отдел закупок"}
    apparatus, on = signatory(AKIMAT, Post.APPARATUS_HEAD), "2024-07-10"
    for action, actor, data in (
        ("update_positions", officer(AKIMAT), {"updated_on": on, "address": "https://example.kz/1", "rows": [row]}),
        ("sign_cartogram_report", apparatus, SIGNED | {"signed_on": on}),
        ("upload_cartogram_report", officer(AKIMAT), {"uploaded_on": on}),
        ("close_cartogram", officer(AKIMAT), {"closed_on": on}),
    ):
        cartogram = (await do(cases, cartogram, action, actor, data)).case
    assert cartogram.closed
    await do(cases, analysis, "approve_plan", signatory(EDUCATION), PLAN)
    reopened = await cases.get(cartogram.id)
    assert [event.TOPIC for event in reopened.history[-2:]] == [
        "cartogram.analysis_results_received",
        "cartogram.cartogram_reopened",
    ]
    assert (reopened.state, reopened.closed, reopened.facts.risks.outdated) == ("outdated", False, True)


async def test_a_schedule_opens_the_analyses_of_its_objects(desks: tuple[Cases, Cases]) -> None:
    """Planned or not, each object's analysis of the year is scheduled in the save that approves the schedule."""
    cases, elsewhere = desks
    plan = {"year": 2024, "planned_on": "2024-01-15"}
    planned = case_id(EDUCATION, "1.1.2", "2024")
    await cases.open("risk_analysis", EDUCATION, "plan", plan, SYSTEM, Request.of(SYSTEM, None), planned)
    akim = signatory(AKIMAT)
    schedule = case_id(AKIMAT, "1.1.1", "2024")
    await cases.open("analysis_schedule", AKIMAT, "plan", plan, SYSTEM, Request.of(SYSTEM, None), schedule)
    approved = await cases.act(
        schedule, "approve_schedule", approval(EDUCATION, DISTRICT), akim, Request.of(akim, None), 1
    )
    for code, version in ((EDUCATION, 2), (DISTRICT, 1)):
        analysis = await elsewhere.get(case_id(code, "1.1.2", "2024"))
        assert (analysis.state, analysis.version, analysis.organization) == ("scheduled", version, code)
        assert analysis.facts.scheduled.schedule == schedule
        assert analysis.history[-1].envelope.command_id == approved.case.history[-1].envelope.command_id
    ordered = await do(cases, await cases.get(planned), "order", signatory(EDUCATION), LIFE[0][3])
    assert (ordered.case.state, ordered.case.history[-1].remarks) == ("ordered", ())


async def test_a_refused_schedule_opens_nothing(desks: tuple[Cases, Cases]) -> None:
    """One object that does not belong there, and no analysis of any is touched."""
    cases, _ = desks
    akim = signatory(AKIMAT)
    with pytest.raises(Invalid):
        await cases.open(
            "analysis_schedule", AKIMAT, "approve_schedule", approval(EDUCATION, MINISTRY), akim, Request.of(akim, None)
        )
    assert await cases.version(case_id(EDUCATION, "1.1.2", "2024")) == 0


async def test_a_repeated_signature_tells_nobody_twice(desks: tuple[Cases, Cases]) -> None:
    """The same command again is answered as before, and the cartogram hears of it once."""
    cases, _ = desks
    analysis = await lived(cases, EDUCATION, 6)
    head = signatory(EDUCATION)
    request = Request.of(head, "sign-1", uuid.UUID(int=1))
    first = await cases.act(analysis.id, "sign_report", REPORT, head, request, analysis.version)
    again = await cases.act(analysis.id, "sign_report", REPORT, head, request, analysis.version)
    assert (again.repeated, again.position) == (True, first.position)
    assert await cases.version(case_id(AKIMAT, "1.5.1", "2024")) == 1


async def test_a_corrected_schedule_lets_go_of_whom_it_named_by_mistake(desks: tuple[Cases, Cases]) -> None:
    """In the save that corrects the approval, the analysis named by mistake goes back to what the plan asks for."""
    cases, elsewhere = desks
    akim = signatory(AKIMAT)
    asked = approval(EDUCATION, DISTRICT)
    schedule = (
        await cases.open("analysis_schedule", AKIMAT, "approve_schedule", asked, akim, Request.of(akim, None))
    ).case
    data = {"corrects": 1, "reason": "Опечатка", "data": approval(EDUCATION)}
    await do(cases, schedule, "correct", akim, data)
    left = await elsewhere.get(case_id(DISTRICT, "1.1.2", "2024"))
    assert (left.state, left.facts.scheduled) == ("planned", None)
    assert (await elsewhere.get(case_id(EDUCATION, "1.1.2", "2024"))).state == "scheduled"
