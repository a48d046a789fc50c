"""Reports that say nearly the same, and links that were asked for; sealed cases; the same tables however they are fed."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from events.event import Envelope
from events.finding import FindingDismissed, FindingReopened, FindingRule
from events.link_check import LinkChecked, LinkState
from projections import ALL
from projections.findings.lists import Asked, by_body, findings
from projections.projection import Connect
from projections.rebuild import rebuild
from tests.projections.findings.found import A, B, Conn, analysis, counted, data_of, found, goes_on, missed, told
from tests.projections.histories import NOON, append, contents, feed_all
from tests.projections.test_sealed import sealed
from tests.stories.secrets import ReportMade
from tests.workflows.risk_analysis.life import POSITION, RECOMMENDATION, RISK
from tests.workflows.scenario import HEAD, OFFICER, SUPERVISOR, Scenario, command
from workflows.machine import act
from workflows.registry import workflow

LONG = (
    "Комиссия по приёмке работ не создана приказом, акты подписывает один специалист без осмотра объекта, сроки договоров "
    "изменяются дополнительными соглашениями без обоснования, поставщики заранее знают смету, а жалобы участников закупок "
    "рассматривает то же лицо, которое проводило закупку и принимало работы по договору"
)


def report(text: str) -> dict[str, Any]:
    """The data of a report with a text in its risk."""
    return {"risks": [RISK | {"description": text}], "recommendations": [RECOMMENDATION]}


async def test_near_identical_reports(conn: Conn) -> None:
    """The later report is found with the first it is like and the share of common shingles; a report of its own is not, nor a short one."""
    first, second = (
        analysis(A, "sign_report", sign_report=report(LONG)),
        analysis(B, "sign_report", sign_report=report(LONG)),
    )
    own = analysis("almaty-region.roads", "sign_report", sign_report=report(" ".join(reversed(LONG.split()))))
    short = [analysis(body, "sign_report") for body in ("almaty-region.a", "almaty-region.b")]
    await told(conn, first, second, own, *short)
    [one] = await found(conn, FindingRule.NEAR_IDENTICAL)
    assert (one.case_id, one.version, one.other_case, one.other_version) == (second.case.id, 7, first.case.id, 7)
    assert one.evidence["percent"] == 100
    assert await counted(conn, FindingRule.NEAR_IDENTICAL) == (3, 1, 0)


@pytest.mark.parametrize("size", [1, 1000])
async def test_a_report_that_was_rewritten(conn: Conn, size: int) -> None:
    """When the first of three is corrected, the third is like the second; a report that keeps four fifths is still near-identical."""
    changed = LONG.replace("один специалист", "главный бухгалтер")
    first, second, third = (
        analysis(body, "sign_report", sign_report=report(text))
        for body, text in ((A, LONG), (B, LONG), ("almaty-region.roads", changed))
    )
    await told(conn, first, second, third, size=size)
    made = {one.case_id: one for one in await found(conn, FindingRule.NEAR_IDENTICAL)}
    assert {case: one.other_case for case, one in made.items()} == {
        second.case.id: first.case.id,
        third.case.id: first.case.id,
    }
    assert 80 <= made[third.case.id].evidence["percent"] < 100
    other = data_of(first.last, risks=[RISK | {"description": " ".join(reversed(LONG.split()))}], positions=[POSITION])
    await goes_on(conn, first.do("correct", HEAD, "2024-04-06", corrects=7, reason="Не тот текст", data=other), size)
    [one] = await found(conn, FindingRule.NEAR_IDENTICAL)
    assert (one.case_id, one.other_case) == (third.case.id, second.case.id)
    assert await counted(conn, FindingRule.NEAR_IDENTICAL) == (3, 1, 0)


def checked(address: str, state: LinkState, status: int = 0) -> LinkChecked:
    """What the service found of a link."""
    return LinkChecked(
        originator_id=uuid4(), originator_version=1, timestamp=NOON, envelope=Envelope("system", "system", uuid4()),
        address=address, found=state, status=status,
    )  # fmt: skip


async def test_links(conn: Conn) -> None:
    """A link is checked once it was asked for, found when it does not answer, whoever names it and whenever, and gone when it does."""
    before = analysis(A, "announce_start")
    await told(conn, before)
    assert (await found(conn, FindingRule.LINK_SILENT), await counted(conn, FindingRule.LINK_SILENT)) == ([], (0, 0, 0))
    await append(
        conn, [checked("https://example.kz/1", LinkState.NOT_FOUND, 404), checked("https://x.kz", LinkState.SILENT)]
    )
    await told(conn, after := analysis(B, "announce_start"))
    made = await found(conn, FindingRule.LINK_SILENT)
    assert {(one.organization, one.evidence["found"], one.evidence["status"]) for one in made} == {
        (A, "not_found", 404),
        (B, "not_found", 404),
    }
    assert await counted(conn, FindingRule.LINK_SILENT) == (2, 2, 0)
    right = data_of(after.last, address="https://example.kz/other")
    await goes_on(
        conn,
        after.do("correct", replace(OFFICER, organization=B), "2024-02-20", corrects=2, reason="Опечатка", data=right),
    )
    assert await counted(conn, FindingRule.LINK_SILENT) == (1, 1, 0)
    await append(conn, [checked("https://example.kz/1", LinkState.ANSWERS, 200)])
    await feed_all(conn)
    assert await counted(conn, FindingRule.LINK_SILENT) == (1, 0, 0)


async def test_sealed_cases_leave_no_trace(conn: Conn) -> None:
    """Neither the file nor the deadline nor the lateness of a sealed case is in any table, and one sealed later leaves them all."""
    secret, same = sealed("a"), analysis(A, "order", order={"file": "a" * 64})
    secret.missed("D04", NOON.date(), NOON.date())
    await append(conn, secret.events)
    await told(conn, same)
    assert await found(conn, FindingRule.SAME_FILE) == []
    assert str(secret.id) not in str(
        {name: rows for name, rows in (await _own(conn)).items() if name != "finding_cases"}
    )
    other = analysis(B, "order", order={"file": "a" * 64})
    await told(conn, other)
    assert len(await found(conn, FindingRule.SAME_FILE)) == 1
    sealing = {"found_on": NOON.date(), "offence": secret.events[0].facts()["offence"], "letter": "a" * 64}
    envelope = Envelope("x", "officer", uuid4(), clearance="C4")
    await append(
        conn,
        [
            ReportMade(
                originator_id=same.case.id, originator_version=2, timestamp=NOON, envelope=envelope, organization=A,
                source="ordered", state="known", deadlines=same.last.deadlines, remarks=("crime_number_unusual",), **sealing,
            )
        ],
    )  # fmt: skip
    await feed_all(conn)
    assert await found(conn, FindingRule.SAME_FILE) == []
    assert str(same.case.id) not in str(
        {name: rows for name, rows in (await _own(conn)).items() if name != "finding_cases"}
    )
    assert await counted(conn, FindingRule.SAME_FILE) == (1, 0, 0)


async def _own(conn: Conn) -> dict[str, list[str]]:
    return {name: rows for name, rows in (await contents(conn)).items() if name.startswith("finding")}


def dismissal(finding: object, action: str, case: Scenario | None = None, **data: str) -> Scenario:
    """A finding that a supervisor dismisses or takes up again."""
    scenario = case or Scenario("finding", finding.organization)  # type: ignore[attr-defined]
    if case is None:
        scenario.case = workflow("finding").CASE.blank(finding.id, finding.organization)  # type: ignore[attr-defined]
    act(workflow("finding"), scenario.case, command(action, data, SUPERVISOR, "2024-09-02"))
    return scenario


async def test_a_dismissed_finding_comes_back_with_other_evidence(conn: Conn) -> None:
    """Dismissed it is not listed, taken up again it is; dismissed once more it comes back by itself when its evidence changes."""
    first, second, third = (analysis(body, "order", order={"file": "b" * 64}) for body in (A, "almaty-region.roads", B))
    await told(conn, first, second, third)
    one = next(one for one in await found(conn, FindingRule.SAME_FILE) if one.organization == B)
    case = dismissal(
        one, "dismiss_finding", rule=one.rule, subject=one.subject, evidence=one.digest, reason="Единый приказ"
    )
    await told(conn, case)
    assert await counted(conn, FindingRule.SAME_FILE) == (3, 1, 1)
    assert one.id not in {row.id for row in (await findings(conn, Asked())).rows}
    assert [row.id for row in (await findings(conn, Asked(dismissed=True))).rows] == [one.id]
    await goes_on(conn, dismissal(one, "reopen_finding", case, reason="Разные годы"))
    assert await counted(conn, FindingRule.SAME_FILE) == (3, 2, 0)
    again = {"rule": one.rule, "subject": one.subject, "evidence": one.digest, "reason": "Единый приказ"}
    await goes_on(conn, dismissal(one, "dismiss_finding", case, **again))
    right = data_of(first.last, file="c" * 64)
    await goes_on(conn, first.do("correct", HEAD, "2024-02-13", corrects=1, reason="Не тот файл", data=right))
    [back] = [row for row in (await findings(conn, Asked(rule=FindingRule.SAME_FILE))).rows if row.organization == B]
    assert (back.id, back.digest != one.digest, back.dismissed) == (one.id, True, False)
    assert [type(event) for event in case.case.history] == [FindingDismissed, FindingReopened, FindingDismissed]


async def test_the_same_however_it_is_fed(conn: Conn, connect: Connect) -> None:
    """Event by event, in one piece, and rebuilt, the tables are equal; bodies are counted with what was looked at."""
    late = missed(analysis(A, "approve_plan", sign_report=report(LONG)), "D09", "2024-05-02")
    copied = analysis(B, "sign_report", sign_report=report(LONG), order={"file": "b" * 64})
    again = analysis(A, "sign_report", year=2025, sign_report=report(LONG), order={"file": "b" * 64})
    right = data_of(copied.case.history[0], file=None)
    copied.do("correct", replace(HEAD, organization=B), "2024-04-10", corrects=1, reason="Не тот файл", data=right)
    await told(conn, late, copied, again, size=1)
    await append(conn, [checked("https://example.kz/1", LinkState.SILENT)])
    await feed_all(conn, 1)
    piecewise = await _own(conn)
    [projection] = [one for one in ALL if one.name == "findings"]
    async for _ in rebuild(connect, projection, size=1000):
        pass
    assert await _own(conn) == piecewise
    bodies = {
        one.organization: (one.checked, one.found)
        for one in await by_body(conn, Asked(rule=FindingRule.NEAR_IDENTICAL))
    }
    assert bodies == {A: (2, 1), B: (1, 1)}
