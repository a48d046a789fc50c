"""What each rule finds in the record, and what it only nearly finds; a correction takes it back."""

from dataclasses import replace
from datetime import date

import pytest

from events.finding import FindingRule, Severity
from tests.projections.findings.found import A, B, Conn, analysis, counted, data_of, found, goes_on, missed, told
from tests.workflows.bodies import places
from tests.workflows.cartogram.life import OFFICER as KEEPER
from tests.workflows.cartogram.life import POSITIONS, RISKS, lived
from tests.workflows.risk_analysis.life import LIFE, ORDER, REPORT, START
from tests.workflows.scenario import HEAD, OFFICER, Scenario
from tests.workflows.subtask.world import assigned, country, officer
from workflows.actor import Post

SHA, OTHER = "b" * 64, "c" * 64
REGISTER = country()


async def test_the_same_file_of_another_body(conn: Conn) -> None:
    """The later body is shown with the first one's entry as evidence; the first is not, and another file is no finding."""
    first, second = analysis(A, "order", order={"file": SHA}), analysis(B, "order", order={"file": SHA})
    third = analysis(B, "order", order={"file": OTHER})
    await told(conn, first, second, third)
    [one] = await found(conn, FindingRule.SAME_FILE)
    assert (one.organization, one.case_id, one.version, one.severity) == (B, second.case.id, 1, Severity.ERROR)
    assert (one.other_organization, one.other_case, one.other_version) == (A, first.case.id, 1)
    assert await counted(conn, FindingRule.SAME_FILE) == (3, 1, 0)


async def test_the_same_file_in_another_year(conn: Conn) -> None:
    """Last year's paper of the same body is a warning; the same paper in two entries of one year is nothing."""
    before, again = analysis(A, "order", order={"file": SHA}), analysis(A, "order", order={"file": SHA})
    after = analysis(A, "order", year=2025, order={"file": SHA})
    await told(conn, before, again, after)
    [one] = await found(conn, FindingRule.SAME_FILE)
    assert (one.case_id, one.severity) == (after.case.id, Severity.WARNING)
    assert (one.evidence["year"], one.evidence["other_year"]) == (2025, 2024)


@pytest.mark.parametrize("size", [1, 1000])
async def test_a_file_that_was_attached_by_mistake(conn: Conn, size: int) -> None:
    """When the first body corrects its entry, the second is no longer found; the third is, with the second as evidence."""
    first, second, third = (analysis(body, "order", order={"file": SHA}) for body in (A, B, "almaty-region.roads"))
    await told(conn, first, second, third, size=size)
    assert len(await found(conn, FindingRule.SAME_FILE)) == 2
    right = data_of(first.last, file=OTHER)
    await goes_on(conn, first.do("correct", HEAD, "2024-02-13", corrects=1, reason="Не тот файл", data=right), size)
    [one] = await found(conn, FindingRule.SAME_FILE)
    assert (one.case_id, one.other_case) == (third.case.id, second.case.id)
    assert await counted(conn, FindingRule.SAME_FILE) == (3, 1, 0)


async def test_evidence_that_was_withdrawn(conn: Conn) -> None:
    """What no longer counts names no file: neither it nor another for its sake is a finding."""
    evidence = {"kind": "doc", "title": "Политика", "attached_on": "2024-12-02", "no_state_secrets": True, "file": SHA}
    first, second = (
        assigned("3.2.1", body, "2024", REGISTER).do("attach_evidence", officer(body), "2024-12-02", **evidence)
        for body in ("company", "waterworks")
    )
    await told(conn, first, second)
    assert [one.organization for one in await found(conn, FindingRule.SAME_FILE)] == ["waterworks"]
    withdrawal = {"withdraws": 2, "withdrawn_on": "2024-12-03", "reason": "Не тот файл"}
    await goes_on(conn, first.do("withdraw_evidence", officer("company"), "2024-12-03", **withdrawal))
    assert await found(conn, FindingRule.SAME_FILE) == []


@pytest.mark.parametrize(("published", "expected"), [("2024-03-05", 1), ("2024-03-04", 0), ("2024-03-01", 0)])
async def test_an_announcement_after_the_start(conn: Conn, published: str, expected: int) -> None:
    """On the day after the start it is an error; one that only came too late for the ten days is not. Corrected, it is gone."""
    scenario = analysis(A, "order").do("announce_start", OFFICER, "2024-03-06", **START | {"published_on": published})
    await told(conn, scenario)
    made = await found(conn, FindingRule.ANNOUNCED_AFTER_START)
    assert [(one.severity, one.version, one.evidence["done_on"]) for one in made] == [
        ("error", 2, published)
    ] * expected
    assert await counted(conn, FindingRule.ANNOUNCED_AFTER_START) == (1, expected, 0)
    right = data_of(scenario.last, published_on="2024-02-15")
    await goes_on(conn, scenario.do("correct", OFFICER, "2024-03-06", corrects=2, reason="Опечатка", data=right))
    assert await found(conn, FindingRule.ANNOUNCED_AFTER_START) == []
    assert await counted(conn, FindingRule.ANNOUNCED_AFTER_START) == (1, 0, 0)


@pytest.mark.parametrize(
    ("until", "key", "rule", "later"),
    [
        ("approve_plan", "D09", FindingRule.DISCUSSION_UNPUBLISHED, "publish"),
        ("publish", "D11/2024Q2/Отдел закупок", FindingRule.PLAN_ITEM_WITHOUT_REPORT, "report_progress"),
    ],
)
async def test_what_is_not_there_in_time(conn: Conn, until: str, key: str, rule: FindingRule, later: str) -> None:
    """What is awaited is no finding; once its last day has passed it is one; when it comes, late as it is, it is gone."""
    scenario = analysis(A, until)
    await told(conn, scenario)
    assert (await found(conn, rule), await counted(conn, rule)) == ([], (0, 0, 0))
    await goes_on(conn, missed(scenario, key, "2024-08-01"))
    [one] = await found(conn, rule)
    assert (one.evidence["key"], one.organization, one.severity) == (key, A, Severity.ERROR)
    action, actor, _, data = next(step for step in LIFE if step[0] == later)
    await goes_on(conn, scenario.do(action, actor, "2024-08-02", **data))
    assert (await found(conn, rule), await counted(conn, rule)) == ([], (1, 0, 0))


async def test_planned_work_that_was_not_shown(conn: Conn) -> None:
    """A subtask that the year's plan gave is found when the date of the Карта has passed, not before."""
    scenario = assigned("3.2.1", "company", "2024", REGISTER, upload_by="2024-12-20")
    await told(conn, scenario)
    assert await found(conn, FindingRule.PLANNED_WITHOUT_EVIDENCE) == []
    await goes_on(conn, missed(scenario, "D23", "2024-12-21"))
    [one] = await found(conn, FindingRule.PLANNED_WITHOUT_EVIDENCE)
    assert (one.organization, one.happened_on) == ("company", date(2024, 12, 20))


@pytest.mark.parametrize(("day", "expected"), [("2024-04-06", 1), ("2024-04-05", 0)])
async def test_a_report_signed_on_a_day_off(conn: Conn, day: str, expected: int) -> None:
    """A Saturday is a warning, the Friday before is nothing; a correction takes it back."""
    scenario = analysis(A, "finish").do("sign_report", HEAD, "2024-04-08", **REPORT | {"signed_on": day})
    await told(conn, scenario)
    made = await found(conn, FindingRule.SIGNED_ON_DAY_OFF)
    assert [(one.version, one.severity) for one in made] == [(7, Severity.WARNING)] * expected
    assert await counted(conn, FindingRule.SIGNED_ON_DAY_OFF) == (1, expected, 0)
    right = data_of(scenario.last, signed_on="2024-04-04")
    await goes_on(conn, scenario.do("correct", HEAD, "2024-04-08", corrects=7, reason="Опечатка", data=right))
    assert await found(conn, FindingRule.SIGNED_ON_DAY_OFF) == []


@pytest.mark.parametrize(("since", "expected"), [("2024-04-15", 1), ("2024-04-05", 0)])
async def test_a_report_signed_by_somebody_not_in_post(conn: Conn, since: str, expected: int) -> None:
    """Whoever is head now and records the report as signed before the appointment is found, not who was head on that day."""
    made = places()
    made.post(A, "head", Post.FIRST_HEAD.value)
    made.appoint(A, "head", "p-new", since=since)
    head = replace(HEAD, person="p-new")
    scenario = analysis(A, "finish")
    scenario.register = made.register
    await told(conn, scenario.do("sign_report", head, "2024-04-16", **REPORT))
    found_now = await found(conn, FindingRule.SIGNATORY_NOT_IN_POST)
    assert [(one.version, one.severity) for one in found_now] == [(7, Severity.ERROR)] * expected
    assert await counted(conn, FindingRule.SIGNATORY_NOT_IN_POST) == (1, expected, 0)


@pytest.mark.parametrize("size", [1, 1000])
async def test_a_cartogram_that_differs(conn: Conn, size: int) -> None:
    """Results that are not in the cartogram yet, and sections that differ from them, are found; when all is equal nothing is."""
    scenario = lived("receive_results")
    wrong = POSITIONS | {"rows": POSITIONS["rows"][:1], "updated_on": "2024-05-13"}
    await told(conn, scenario.do("update_positions", KEEPER, "2024-05-13", **wrong), size=size)
    made = await found(conn, FindingRule.CARTOGRAM_DIFFERS)
    assert sorted((one.version, one.evidence["remark"]) for one in made) == [
        (2, "cartogram_outdated"),
        (3, "cartogram_outdated"),
        (4, "differs_from_analysis"),
    ]
    await goes_on(conn, scenario.do("update_positions", KEEPER, "2024-05-14", **POSITIONS), size)
    assert {one.version for one in await found(conn, FindingRule.CARTOGRAM_DIFFERS)} == {2, 3}
    await goes_on(conn, scenario.do("update_risks", KEEPER, "2024-05-15", **RISKS), size)
    assert await found(conn, FindingRule.CARTOGRAM_DIFFERS) == []
    assert await counted(conn, FindingRule.CARTOGRAM_DIFFERS) == (3, 0, 0)


@pytest.mark.parametrize(("recorded", "lag"), [("2024-03-05", 16), ("2024-03-04", None)])
async def test_an_entry_made_long_afterwards(conn: Conn, recorded: str, lag: int | None) -> None:
    """The order of 12 February is found when it is recorded 16 working days later, not 15; a correction of its day judges anew."""
    scenario = Scenario(organization=A).do("order", HEAD, recorded, **ORDER)
    await told(conn, scenario)
    made = await found(conn, FindingRule.RECORDED_LATE)
    assert [one.evidence["working_days"] for one in made] == ([lag] if lag else [])
    right = data_of(scenario.last, ordered_on="2024-02-16")
    await goes_on(conn, scenario.do("correct", HEAD, "2024-06-03", corrects=1, reason="Опечатка", data=right))
    assert await found(conn, FindingRule.RECORDED_LATE) == []
    assert await counted(conn, FindingRule.RECORDED_LATE) == (1, 0, 0)


async def test_other_remarks(conn: Conn) -> None:
    """A remark that has no rule of its own is a finding too, until the entry is corrected."""
    scenario = analysis(A, "announce_start").do("begin", OFFICER, "2024-03-05", began_on="2024-03-05")
    await told(conn, scenario)
    [one] = await found(conn, FindingRule.REMARK)
    assert (one.evidence["remark"], one.severity) == ("begun_on_another_day_than_ordered", Severity.INFORMATION)
    right = data_of(scenario.last, began_on="2024-03-04")
    await goes_on(conn, scenario.do("correct", OFFICER, "2024-03-05", corrects=3, reason="Опечатка", data=right))
    assert await found(conn, FindingRule.REMARK) == []
