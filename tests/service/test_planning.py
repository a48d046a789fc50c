"""Planning a year on a real database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from events.organization import OrganizationType, Post
from events.store.reader import known_cases, last_position
from events.store.save import Save, Verdict
from service.clock import FixedClock
from service.demo.country import register_country
from service.planning import Planned, YearPlans
from service.requests import Request
from service.settings import Settings
from service.wiring import Service, open_service
from workflows.actor import SYSTEM, Actor, Role
from workflows.card import Card
from workflows.consequences import case_id
from workflows.organization import Organization
from workflows.plan import owed
from workflows.refusals import Invalid, NotPermitted

YEAR = 2024
DISTRICT, SECTION = "abai.balkhash", "abai.balkhash.internal-policy"
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR)


@asynccontextmanager
async def _open(database_url: str, day: date = date(2024, 1, 15)) -> AsyncIterator[Service]:
    settings = Settings(database_url=database_url)
    async with open_service(settings, FixedClock.at(day), runs=False, ticks=False) as service:
        yield service


@pytest.fixture
async def service(database_url: str) -> AsyncIterator[Service]:
    """A service with the smallest country: one body of each kind, and the akimats of the regions."""
    async with _open(database_url) as opened:
        assert await register_country(opened.organizations, 0.0001) == 28
        yield opened


async def _events(service: Service) -> int:
    async with service.pool.connection() as conn:
        return await last_position(conn, "main")


async def _act(service: Service, code: str, action: str, **data: Any) -> None:
    version = (await service.cases.get(Organization.id_of(code))).version
    await service.organizations.act(code, action, data, SYSTEM, Request.of(SYSTEM, None), version)


async def _owed(service: Service) -> set[UUID]:
    register = await service.register.refresh()
    records = [register.organization(code) for code in register.codes()]
    return {one.case_id for record in records if record for one in owed(record, YEAR)}


async def test_everybody_gets_what_they_owe(service: Service) -> None:
    """The plan makes each case that is owed, in its first state, and nothing else."""
    before = await _events(service)
    planned = await YearPlans(service.cases).plan(YEAR, None, SYSTEM)
    due = await _owed(service)
    assert planned == Planned(created=len(due), existing=0, ended=0, organizations=27)
    assert await _events(service) - before == len(due)
    for subtask, state in (("1.1.2", "planned"), ("4.1.1", "assigned")):
        period = str(YEAR) if subtask == "1.1.2" else f"{YEAR}Q1"
        case = await service.cases.get(case_id(DISTRICT, subtask, period))
        assert (case.state, case.organization, case.version) == (state, DISTRICT, 1)


async def test_planning_again_changes_nothing(service: Service) -> None:
    """A second plan, of all or of one, finds everything there and leaves the log as it was."""
    plans = YearPlans(service.cases)
    first = await plans.plan(YEAR, None, SYSTEM)
    before = await _events(service)
    assert await plans.plan(YEAR, None, SYSTEM) == Planned(0, first.created, 0, first.organizations)
    assert await plans.plan(YEAR, [DISTRICT, DISTRICT], SYSTEM) == Planned(0, 23, 0, 1)
    assert await _events(service) == before


async def test_two_at_once(service: Service, database_url: str) -> None:
    """Two processes that plan at the same moment make each case once between them, and both end."""
    async with _open(database_url) as other:
        both = await asyncio.gather(
            YearPlans(service.cases).plan(YEAR, None, SYSTEM), YearPlans(other.cases).plan(YEAR, None, SYSTEM)
        )
    due = await _owed(service)
    assert sum(one.created for one in both) == len(due)
    assert all(one.created + one.existing == len(due) for one in both)
    for code in due:
        assert (await service.cases.get(code)).version == 1


class _BrokenOffError(Exception):
    """The process is gone."""


async def test_broken_off_between_bodies(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that dies leaves whole bodies behind, and planning again makes what is missing."""
    saves, commit = 0, service.committer.commit

    async def dying(save: Save) -> Verdict:
        nonlocal saves
        saves += 1
        if saves > 5:
            raise _BrokenOffError
        return await commit(save)

    with monkeypatch.context() as patch:
        patch.setattr(service.committer, "commit", dying)
        with pytest.raises(_BrokenOffError):
            await YearPlans(service.cases).plan(YEAR, None, SYSTEM)
    due = await _owed(service)
    plans = YearPlans(service.cases)
    async with service.pool.connection() as conn:
        there = await known_cases(conn, "main", sorted(due))
    register = await service.register.current()
    for code in register.codes():
        record = register.organization(code)
        assert record
        ids = {one.case_id for one in owed(record, YEAR)}
        assert ids <= there or not ids & there, f"half a body: {code}"
    assert 0 < len(there) < len(due)
    planned = await plans.plan(YEAR, None, SYSTEM)
    assert (planned.created, planned.existing) == (len(due) - len(there), len(there))


async def test_a_case_that_somebody_made_meanwhile(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """If a case appears between looking and saving, the body is looked at again and gets the rest."""
    commit = service.committer.commit
    taken = case_id(DISTRICT, "4.2.1", str(YEAR))

    async def late(save: Save) -> Verdict:
        if any(event.originator_id == taken for event in save.events) and len(save.events) > 1:
            monkeypatch.undo()
            data = {"subtask": "4.2.1", "period": str(YEAR), "assigned_on": "2024-01-10"}
            await service.cases.open("subtask", DISTRICT, "assign", data, SYSTEM, Request.of(SYSTEM, None), taken)
        return await commit(save)

    monkeypatch.setattr(service.committer, "commit", late)
    assert await YearPlans(service.cases).plan(YEAR, [DISTRICT], SYSTEM) == Planned(22, 1, 0, 1)
    assert (await service.cases.get(taken)).history[0].facts()["assigned_on"] == date(2024, 1, 10)


async def test_another_type_from_july_on(service: Service) -> None:
    """After a change of type, planning ends what is owed no longer, says why, and makes what is owed now."""
    plans = YearPlans(service.cases)
    await plans.plan(YEAR, None, SYSTEM)
    service.clock.machine.travel(date(2024, 7, 1))  # type: ignore[attr-defined]
    await _act(service, SECTION, "close", on="2024-06-30", reason="reorganised")
    await _act(service, DISTRICT, "reclassify", type="UPR", since="2024-07-01")
    assert await plans.plan(YEAR, [DISTRICT], SYSTEM) == Planned(0, 21, 2, 1)
    ended = await service.cases.get(case_id(DISTRICT, "4.1.1", "2024Q3"))
    assert ended.state == "not_applicable"
    assert ended.history[-1].facts()["reason"] != ""
    assert ended.history[-1].envelope.actor == SYSTEM.id
    assert (await service.cases.get(case_id(DISTRICT, "4.1.1", "2024Q2"))).state == "assigned"
    before = await _events(service)
    assert await plans.plan(YEAR, [DISTRICT], SYSTEM) == Planned(0, 21, 0, 1)
    assert await _events(service) == before


async def test_a_body_that_was_closed(service: Service) -> None:
    """What was not over by its end is ended as from that day; what it was to be judged by stays to be done."""
    plans = YearPlans(service.cases)
    await plans.plan(YEAR, None, SYSTEM)
    service.clock.machine.travel(date(2024, 7, 1))  # type: ignore[attr-defined]
    await _act(service, SECTION, "close", on="2024-06-15", reason="liquidated")
    planned = await plans.plan(YEAR, [SECTION], SYSTEM)
    assert planned.ended == 14
    assert (await service.cases.get(case_id(SECTION, "4.2.3", "2024-05"))).state == "assigned"
    ended = await service.cases.get(case_id(SECTION, "4.2.3", "2024-06"))
    assert (ended.state, ended.facts.ended_on) == ("not_applicable", date(2024, 6, 15))
    assert ended.history[-1].facts()["reason"] == "plan:organization_ended:2024-06-15"
    assert ended.deadlines["D19"].status == "dropped"


async def test_what_the_plan_ended_comes_back(service: Service) -> None:
    """OTD to ORG and back: what one plan ended is restored by the next, each case in the state in which it can go on."""
    plans = YearPlans(service.cases)
    await plans.plan(YEAR, [SECTION], SYSTEM)
    owed = case_id(SECTION, "4.2.1", str(YEAR))
    await _act(service, SECTION, "reclassify", type="ORG", since="2024-01-10")
    assert await plans.plan(YEAR, [SECTION], SYSTEM) == Planned(0, 2, 17, 1)
    assert (await service.cases.get(owed)).state == "not_applicable"
    data = {"type": "OTD", "since": "2024-01-10"}
    await _act(service, SECTION, "correct", corrects=2, data=data, reason="x")
    assert await plans.plan(YEAR, [SECTION], SYSTEM) == Planned(0, 2, 0, 1, restored=17)
    case = await service.cases.get(owed)
    assert (case.state, case.facts.ended_on, case.deadlines["D18"].status) == ("in_work", None, "open")
    assert (case.history[-1].envelope.actor, case.history[-1].facts()["reason"]) == (SYSTEM.id, "plan:owed_again:")
    before = await _events(service)
    assert await plans.plan(YEAR, [SECTION], SYSTEM) == Planned(0, 19, 0, 1)
    assert await _events(service) == before


async def test_a_body_that_was_closed_by_mistake(service: Service) -> None:
    """After a reopening, or a corrected last day, an akimat's plan, schedule, analysis and cartogram are as before."""
    plans = YearPlans(service.cases)
    await plans.plan(YEAR, ["ulytau"], SYSTEM)
    kinds = {"1.1.1": "planned", "1.1.2": "planned", "1.5.1": "assigned"}
    await _act(service, "ulytau", "close", on="2024-01-10", reason="liquidated")
    ended = (await plans.plan(YEAR, ["ulytau"], SYSTEM)).ended
    await _act(service, "ulytau", "reopen", since="2024-01-11", basis="x")
    assert await plans.plan(YEAR, ["ulytau"], SYSTEM) == Planned(0, 0, 0, 1, restored=ended)
    for subtask, state in kinds.items():
        assert (await service.cases.get(case_id("ulytau", subtask, str(YEAR)))).state == state
    service.clock.machine.travel(date(2025, 1, 9))  # type: ignore[attr-defined]
    await _act(service, "ulytau", "close", on="2024-12-30", reason="liquidated")
    assert (await plans.plan(YEAR, ["ulytau"], SYSTEM)).ended > 0
    data = {"on": "2024-12-31", "reason": "liquidated"}
    await _act(service, "ulytau", "correct", corrects=4, data=data, reason="x")
    assert (await plans.plan(YEAR, ["ulytau"], SYSTEM)).restored > 0
    assert (await service.cases.get(case_id("ulytau", "1.5.1", str(YEAR)))).state == "assigned"


async def test_what_people_ended_stays_ended(service: Service) -> None:
    """A case that somebody declared not applicable is theirs to reopen, also if the plan had ended it before."""
    plans = YearPlans(service.cases)
    await plans.plan(YEAR, [SECTION], SYSTEM)
    ours = case_id(SECTION, "4.2.3", "2024-05")
    data = {"declared_on": "2024-01-12", "reason": "plan"}
    await service.cases.act(ours, "declare_not_applicable", data, SUPERVISOR, Request.of(SUPERVISOR, None), 1)
    await _act(service, SECTION, "close", on="2024-01-10", reason="liquidated")
    await plans.plan(YEAR, [SECTION], SYSTEM)
    await _act(service, SECTION, "reopen", since="2024-01-11", basis="x")
    assert await plans.plan(YEAR, [SECTION], SYSTEM) == Planned(0, 1, 0, 1, restored=18)
    assert (await service.cases.get(ours)).state == "not_applicable"


async def test_an_analysis_under_way_is_ordered_anew(service: Service) -> None:
    """An analysis that had been ordered before the plan ended it is planned again, and can be ordered again."""
    plans = YearPlans(service.cases)
    await plans.plan(YEAR, [SECTION], SYSTEM)
    analysis = case_id(SECTION, "1.1.2", str(YEAR))
    head = Actor("head", Role.SIGNATORY, SECTION, OrganizationType.OTD, Post.FIRST_HEAD)
    order = {
        "order_no": "1", "ordered_on": "2024-01-12", "starts_on": "2024-01-29", "ends_on": "2024-02-20",
        "authorised": {"kind": "unit", "members": ["x"]}, "objects": ["x"],
    }  # fmt: skip
    await service.cases.act(analysis, "order", order, head, Request.of(head, None), 1)
    await _act(service, SECTION, "close", on="2024-01-10", reason="liquidated")
    await plans.plan(YEAR, [SECTION], SYSTEM)
    assert (await service.cases.get(analysis)).history[-1].occurred_on == date(2024, 1, 12)
    await _act(service, SECTION, "reopen", since="2024-01-11", basis="x")
    await plans.plan(YEAR, [SECTION], SYSTEM)
    again = order | {"order_no": "2", "ordered_on": "2024-01-15"}
    made = await service.cases.act(analysis, "order", again, head, Request.of(head, None), 4)
    assert (made.case.state, made.case.version) == ("ordered", 5)


async def test_an_analysis_a_schedule_and_a_cartogram_end_too(service: Service) -> None:
    """A region's akimat that is entered by mistake and closed at once owes nothing of the next year's plan."""
    plans = YearPlans(service.cases)
    await plans.plan(2025, ["ulytau"], SYSTEM)
    await _act(service, "ulytau", "close", on="2024-01-10", reason="liquidated")
    planned = await plans.plan(2025, ["ulytau"], SYSTEM)
    assert (planned.created, planned.existing, planned.organizations) == (0, 0, 0)
    for subtask in ("1.1.1", "1.1.2", "1.5.1"):
        assert (await service.cases.get(case_id("ulytau", subtask, "2025"))).state == "cancelled"
    assert planned.ended == 25


async def test_work_that_is_signed_is_left_alone(service: Service) -> None:
    """What cannot be ended any more, since it was uploaded or accepted, stays as it is."""
    plans = YearPlans(service.cases)
    await plans.plan(YEAR, [SECTION], SYSTEM)
    await _act(service, SECTION, "close", on="2024-01-10", reason="liquidated")
    quarter = case_id(SECTION, "4.2.3", "2024-05")
    request = Request.of(SYSTEM, None)
    await service.cases.act(
        quarter, "declare_not_applicable", {"declared_on": "2024-01-12", "reason": "x"}, SUPERVISOR, request, 1
    )
    assert (await plans.plan(YEAR, [SECTION], SYSTEM)).ended == 18
    assert (await service.cases.get(quarter)).version == 2


async def test_a_planner_without_the_right(service: Service) -> None:
    """Whoever is neither above a body nor a supervisor plans nothing for it."""
    outsider = Actor("outsider", Role.OFFICER, "akmola", None)
    before = await _events(service)
    with pytest.raises(NotPermitted):
        await YearPlans(service.cases).plan(YEAR, [DISTRICT], outsider)
    assert await _events(service) == before


async def test_who_plans_for_others_stands_in_the_trail(service: Service) -> None:
    """An official above plans for those below in their own right: each event says of which body they are, and acts for nobody."""
    register = await service.register.current()
    akimat = register.above(DISTRICT, date(2024, 1, 15))
    official = Actor("official", Role.OFFICER, akimat, register.type_of(akimat, date(2024, 1, 15)))
    await YearPlans(service.cases).plan(YEAR, [DISTRICT], official)
    [event] = (await service.cases.get(case_id(DISTRICT, "1.1.2", str(YEAR)))).history
    envelope = event.envelope
    assert (envelope.actor, envelope.body, envelope.on_behalf_of) == ("official", akimat, "")


async def test_new_cases_get_the_dates_of_the_card(service: Service) -> None:
    """A date that the Карта sets for a subtask and period is on the case from the start; others have none."""
    rows = [{"subtask": "4.1.1", "upload_by": "2024-04-05", "period": "2024Q1"}]
    data = {"year": YEAR, "set_on": "2024-01-12", "basis": "karta.csv", "rows": rows}
    await service.cases.open("card", "", "set_dates", data, SYSTEM, Request.of(SYSTEM, None), Card.id_of(YEAR))
    await YearPlans(service.cases).plan(YEAR, [DISTRICT], SYSTEM)
    dates = [(await service.cases.get(case_id(DISTRICT, "4.1.1", f"{YEAR}Q{n}"))).facts.upload_by for n in range(1, 5)]
    assert dates == [date(2024, 4, 5), None, None, None]


async def test_progress_ends_with_all(service: Service) -> None:
    """Whoever watches sees the number of bodies grow to all there are."""
    seen: list[tuple[int, int]] = []
    await YearPlans(service.cases).plan(YEAR, None, SYSTEM, lambda done, of: seen.append((done, of)))
    assert seen[-1] == (28, 28)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


async def test_nothing_of_a_plan_is_kept_in_memory(service: Service) -> None:
    """A plan of the whole country must not push out of memory what people work on."""
    known = set(service.cases._cache)
    await YearPlans(service.cases).plan(YEAR, None, SYSTEM)
    assert set(service.cases._cache) == known


@pytest.mark.parametrize("year", [2023, 2026])
async def test_a_year_that_cannot_be_planned(service: Service, year: int) -> None:
    """There is no plan of a year before the Instruction, nor of one that lies more than a year ahead."""
    with pytest.raises(Invalid):
        await YearPlans(service.cases).plan(year, [DISTRICT], SYSTEM)
