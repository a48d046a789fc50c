"""The cartogram: who keeps which section, that the sections equal the analyses, and what becomes of differences."""

import uuid
from dataclasses import replace
from typing import Any

import pytest

from events.organization import OrganizationType
from tests.workflows.bodies import (
    AKIMAT,
    CITY,
    DEPARTMENT,
    DISTRICT,
    EDUCATION,
    MINISTRY,
    OTHER_AKIMAT,
    OTHER_DEPARTMENT,
    country,
    officer,
    register,
    signatory,
)
from tests.workflows.cartogram.life import (
    AKIM,
    APPARATUS,
    ASSIGNED,
    CLOSED,
    INSPECTOR,
    OFFICER,
    OTHER_POSITION,
    OTHER_RESULTS,
    OTHER_RISK,
    POSITION,
    POSITIONS,
    REGISTER,
    RESULTS,
    RISK,
    RISK_MAP,
    RISKS,
    SIGNED,
    UPLOADED,
    lived,
)
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor, Post, Role
from workflows.cartogram import comparison, keepers
from workflows.cartogram import facts as cartogram_facts
from workflows.cartogram.comparison import Section
from workflows.consequences import consequences
from workflows.refusals import Invalid, NotPermitted, WrongOrder


def rows(section: Section, which: str) -> list[str]:
    """The bodies of the rows that a section lacks, or has too many of."""
    return [row.organization for row in getattr(section, which)]


def test_a_whole_year() -> None:
    """Results come, the sections follow and equal them, the report is signed without a remark, the year ends."""
    scenario = lived("close_cartogram")
    facts = scenario.case.facts
    assert (scenario.case.state, scenario.last.CLOSES) == ("closed", True)
    assert (facts.positions.outdated, facts.risks.outdated) == (False, False)
    assert {remark for event in scenario.case.history for remark in event.remarks} == {"cartogram_outdated"}


def test_results_bring_a_cartogram_into_being() -> None:
    """Nobody needs to assign it: the first results of the year open it, waiting to be published."""
    scenario = Scenario("cartogram", AKIMAT, REGISTER).do("receive_results", SYSTEM, "2024-04-05", **RESULTS)
    facts = scenario.case.facts
    assert (scenario.case.state, facts.year, scenario.last.remarks) == ("outdated", 2024, ("cartogram_outdated",))
    assert (rows(facts.positions, "missing"), rows(facts.risks, "missing")) == ([EDUCATION], [EDUCATION])


def test_one_section_after_the_other() -> None:
    """The cartogram is up to date only when both sections are."""
    scenario = lived("update_positions")
    assert (scenario.case.state, scenario.case.facts.risks.outdated) == ("outdated", True)
    assert scenario.do("update_risks", OFFICER, "2024-05-15", **RISKS).case.state == "up_to_date"


@pytest.mark.parametrize(
    ("positions", "risks"),
    [([], []), ([POSITION], [RISK, OTHER_RISK]), ([POSITION, OTHER_POSITION], [])],
    ids=["nothing", "a position missing", "no risks"],
)
def test_a_difference_keeps_it_outdated(positions: list[Any], risks: list[Any]) -> None:
    """The sections must equal the analyses (l.340): an update that does not make them so does not bring it up to date."""
    scenario = lived("receive_results")
    scenario.do("update_positions", OFFICER, "2024-05-14", **POSITIONS | {"rows": positions})
    assert scenario.do("update_risks", OFFICER, "2024-05-15", **RISKS | {"rows": risks}).case.state == "outdated"
    scenario.do("update_positions", OFFICER, "2024-05-16", **POSITIONS)
    assert scenario.do("update_risks", OFFICER, "2024-05-16", **RISKS).case.state == "up_to_date"
    scenario.do(
        "update_positions", OFFICER, "2024-05-17", **POSITIONS | {"updated_on": "2024-05-17", "rows": [POSITION]}
    )
    assert scenario.case.state == "outdated"


def test_differences_are_recorded_and_shown() -> None:
    """A row that is missing, one that no analysis knows, and one of a body without an analysis are told apart."""
    stranger = POSITION | {"title": "Водитель"}
    elsewhere = POSITION | {"organization": AKIMAT}
    scenario = lived("receive_results")
    scenario.do(
        "update_positions", OFFICER, "2024-05-14", **POSITIONS | {"rows": [OTHER_POSITION, stranger, elsewhere]}
    )
    section = scenario.case.facts.positions
    assert scenario.last.remarks == ("differs_from_analysis", "rows_without_analysis_this_year")
    assert [(row.organization, row.title) for row in section.missing] == [(EDUCATION, "Главный специалист")]
    assert [(row.organization, row.title) for row in section.superfluous] == [(EDUCATION, "Водитель")]
    assert rows(section, "unverified") == [AKIMAT]
    assert section.outdated


def test_case_and_spaces_do_not_count() -> None:
    """People copy rows by hand: the same words are the same row."""
    same = [POSITION | {"title": " главный   СПЕЦИАЛИСТ"}, OTHER_POSITION]
    scenario = lived("receive_results").do("update_positions", OFFICER, "2024-05-14", **POSITIONS | {"rows": same})
    assert (scenario.last.remarks, scenario.case.facts.positions.outdated) == ((), False)


def test_the_number_of_measures_counts() -> None:
    """Section 2 is the plan (l.336): a risk with another number of measures differs."""
    scenario = lived("receive_results")
    scenario.do("update_risks", OFFICER, "2024-05-15", **RISKS | {"rows": [RISK | {"measures": 3}]})
    section = scenario.case.facts.risks
    assert (rows(section, "missing"), rows(section, "superfluous")) == ([EDUCATION, DISTRICT], [EDUCATION])


def test_risks_are_published_with_their_plan() -> None:
    """Until the plan is approved, section 2 waits for nothing."""
    scenario = Scenario("cartogram", AKIMAT, REGISTER)
    scenario.do("receive_results", SYSTEM, "2024-04-05", **RESULTS | {"plan_approved": False})
    assert (scenario.case.facts.risks.wanted, scenario.case.facts.risks.outdated) == ((), False)


def test_new_results_make_it_outdated_again() -> None:
    """After the report is uploaded, another analysis sends the cartogram back; the same results again do not."""
    scenario = lived("upload_cartogram_report")
    assert scenario.do("receive_results", SYSTEM, "2024-12-13", **RESULTS).case.state == "report_uploaded"
    changed = RESULTS | {
        "positions": [*RESULTS["positions"], {"title": "Юрист", "unit": "Отдел закупок", "risk": "R1"}]
    }
    scenario.do("receive_results", SYSTEM, "2024-12-14", **changed)
    facts = scenario.case.facts
    assert (scenario.case.state, facts.positions.outdated, facts.risks.outdated) == ("outdated", True, False)
    assert len(facts.results) == 2
    rows_now = [POSITION, OTHER_POSITION, POSITION | {"title": "Юрист"}]
    scenario.do("update_positions", OFFICER, "2024-12-16", **POSITIONS | {"updated_on": "2024-12-16", "rows": rows_now})
    assert (scenario.case.state, scenario.case.facts.positions.outdated) == ("up_to_date", False)


def test_results_of_another_year_are_withdrawn() -> None:
    """What turns out to belong to another year is wanted no longer; its rows on the website are of no analysis of this one."""
    scenario = lived("update_risks").do("withdraw_results", SYSTEM, "2024-06-01", analysis=RESULTS["analysis"])
    facts = scenario.case.facts
    assert (scenario.case.state, rows(facts.positions, "wanted")) == ("up_to_date", [DISTRICT])
    assert (rows(facts.positions, "unverified"), facts.positions.outdated) == ([EDUCATION], False)
    assert scenario.do("receive_results", SYSTEM, "2024-06-02", **RESULTS).case.state == "outdated"
    for actor in (OFFICER, SUPERVISOR):
        with pytest.raises(NotPermitted):
            scenario.do("withdraw_results", actor, "2024-06-03", analysis=RESULTS["analysis"])


def test_of_two_analyses_of_a_body_one_is_withdrawn() -> None:
    """What the other analysis of the body found stays wanted; what only the withdrawn one found is to go."""
    other = RESULTS | {"analysis": OTHER_RESULTS["analysis"], "positions": []}
    scenario = Scenario("cartogram", AKIMAT, REGISTER).do("receive_results", SYSTEM, "2024-04-05", **RESULTS)
    scenario.do("receive_results", SYSTEM, "2024-04-06", **other)
    scenario.do("update_positions", OFFICER, "2024-05-14", **POSITIONS | {"rows": [POSITION]})
    scenario.do("withdraw_results", SYSTEM, "2024-06-01", analysis=RESULTS["analysis"])
    section = scenario.case.facts.positions
    assert (rows(section, "superfluous"), section.outdated, scenario.case.state) == ([EDUCATION], True, "outdated")


def test_results_after_the_end_are_noted() -> None:
    """A report that is recorded late changes a closed cartogram's facts, not its state."""
    scenario = lived("close_cartogram").do("receive_results", SYSTEM, "2025-01-10", **RESULTS | {"report_no": "6"})
    assert (scenario.case.state, scenario.last.remarks) == ("closed", ("results_after_closing",))


def test_a_correction_mends_a_section() -> None:
    """Rows that were entered wrongly are corrected, and the section is compared anew."""
    scenario = lived("receive_results")
    scenario.do("update_positions", OFFICER, "2024-05-14", **POSITIONS | {"rows": [POSITION]})
    scenario.do("correct", OFFICER, "2024-05-15", corrects=4, data=POSITIONS, reason="Пропущена строка")
    assert (scenario.case.facts.positions.outdated, scenario.last.remarks) == (False, ())


@pytest.mark.parametrize(
    "actor",
    [OFFICER, AKIM, APPARATUS, officer(OTHER_DEPARTMENT), officer(EDUCATION), officer("agency"), SUPERVISOR, SYSTEM],
)
def test_section_3_is_the_territorial_departments(actor: Actor) -> None:
    """Nobody of the akimat updates section 3, nor a department of another region (l.342)."""
    with pytest.raises(NotPermitted):
        lived("update_risks").do("update_risk_map", actor, "2024-05-20", **RISK_MAP)


def test_section_3_is_not_the_agencys() -> None:
    """The anti-corruption body itself does not update section 3, though it stood in the same region (l.342)."""
    made = country()
    made.enter("agency-2", "AGN", "", region="KZ-19")
    scenario = Scenario("cartogram", AKIMAT, made.register).do("plan", SYSTEM, "2024-01-15", **ASSIGNED)
    actor = Actor("officer", Role.OFFICER, "agency-2", OrganizationType.AGN)
    assert scenario.allowed(actor) == set()
    scenario.do("update_risk_map", INSPECTOR, "2024-05-20", **RISK_MAP)


def test_section_3_by_the_department_of_the_region() -> None:
    """The department of the region updates it and corrects it, and may do nothing else."""
    scenario = lived("update_risks")
    assert scenario.allowed(INSPECTOR) == {"update_risk_map"}
    scenario.do("update_risk_map", INSPECTOR, "2024-05-20", **RISK_MAP)
    assert scenario.allowed(INSPECTOR) == {"update_risk_map", "correct"}
    assert (scenario.case.state, scenario.case.facts.risk_map.risks) == ("up_to_date", ("Земельные отношения",))
    data = RISK_MAP | {"risks": ["Ветеринария"]}
    scenario.do("correct", INSPECTOR, "2024-05-21", corrects=6, data=data, reason="Ошибка")
    assert scenario.case.facts.risk_map.risks == ("Ветеринария",)
    for corrects, given, actor in ((4, POSITIONS, INSPECTOR), (6, RISK_MAP, OFFICER)):
        with pytest.raises(NotPermitted):
            scenario.do("correct", actor, "2024-05-21", corrects=corrects, data=given, reason="Ошибка")


@pytest.mark.parametrize(
    ("until", "action", "data", "actor", "refusal"),
    [
        ("plan", "update_positions", POSITIONS, officer(EDUCATION), NotPermitted),
        ("plan", "update_positions", POSITIONS, INSPECTOR, NotPermitted),
        ("plan", "update_risks", RISKS, officer(OTHER_AKIMAT), NotPermitted),
        ("plan", "receive_results", RESULTS, OFFICER, NotPermitted),
        ("plan", "receive_results", RESULTS, SUPERVISOR, NotPermitted),
        ("", "plan", ASSIGNED, officer(EDUCATION), NotPermitted),
        ("plan", "sign_cartogram_report", SIGNED, APPARATUS, WrongOrder),
        ("update_risks", "sign_cartogram_report", SIGNED, OFFICER, NotPermitted),
        ("update_risks", "sign_cartogram_report", SIGNED, signatory(EDUCATION, Post.APPARATUS_HEAD), NotPermitted),
        ("update_risks", "upload_cartogram_report", UPLOADED, OFFICER, WrongOrder),
        ("sign_cartogram_report", "upload_cartogram_report", UPLOADED, INSPECTOR, NotPermitted),
        ("sign_cartogram_report", "close_cartogram", CLOSED, OFFICER, WrongOrder),
        ("upload_cartogram_report", "close_cartogram", CLOSED, SUPERVISOR, NotPermitted),
        ("close_cartogram", "update_positions", POSITIONS, OFFICER, WrongOrder),
    ],
)
def test_who_and_when(until: str, action: str, data: dict[str, Any], actor: Actor, refusal: type[Exception]) -> None:
    """Sections 1 and 2 are the akimat's, results the service's; the report is signed, then uploaded, then the year closed."""
    with pytest.raises(refusal):
        lived(until).do(action, actor, "2024-12-31", **data)


@pytest.mark.parametrize(
    ("until", "action", "actor", "data", "path"),
    [
        ("plan", "update_positions", OFFICER, POSITIONS | {"rows": [POSITION, POSITION]}, ("rows", 1)),
        ("plan", "update_positions", OFFICER, POSITIONS | {"rows": [POSITION | {"organization": MINISTRY}]},
         ("rows", 0, "organization")),
        ("plan", "update_positions", OFFICER, POSITIONS | {"rows": [POSITION | {"unit": ""}]}, ("rows", 0, "unit")),
        ("plan", "update_positions", OFFICER, POSITIONS | {"address": "сайт"}, ("address",)),
        ("plan", "update_positions", OFFICER, POSITIONS | {"updated_on": "2025-01-01"}, ("updated_on",)),
        ("plan", "update_risks", OFFICER, RISKS | {"rows": [RISK | {"measures": -1}]}, ("rows", 0, "measures")),
        ("update_risks", "update_risk_map", INSPECTOR, RISK_MAP | {"risks": []}, ("risks",)),
        ("update_risks", "update_risk_map", INSPECTOR, RISK_MAP | {"sources": ["rumours"]}, ("sources", 0)),
        ("update_risks", "sign_cartogram_report", APPARATUS, SIGNED | {"signed_on": "2024-05-13"}, ("signed_on",)),
        ("sign_cartogram_report", "upload_cartogram_report", OFFICER, {"uploaded_on": "2024-12-09"}, ("uploaded_on",)),
        ("upload_cartogram_report", "close_cartogram", OFFICER, {"closed_on": "2024-12-11"}, ("closed_on",)),
    ],
)  # fmt: skip
def test_what_it_may_not_say(
    until: str, action: str, actor: Actor, data: dict[str, Any], path: tuple[Any, ...]
) -> None:
    """Rows are of the region and stand there once; nothing is signed before it was done."""
    with pytest.raises(Invalid) as caught:
        lived(until).do(action, actor, "2024-12-31", **data)
    assert [violation.path for violation in caught.value.violations] == [path]


@pytest.mark.parametrize(
    ("actor", "remarks"),
    [
        (APPARATUS, ()),
        (AKIM, ("not_signed_by_apparatus_head",)),
        (signatory(AKIMAT, Post.DEPUTY_HEAD), ("not_signed_by_apparatus_head",)),
    ],
)
def test_who_signs_appendix_1(actor: Actor, remarks: tuple[str, ...]) -> None:
    """Appendix 1 names the head of the apparatus; other signatories are accepted with a remark (SG-9)."""
    scenario = lived("update_risk_map").do("sign_cartogram_report", actor, "2024-12-10", **SIGNED)
    assert scenario.last.remarks == remarks


def test_nothing_is_reported_of_a_section_nobody_updated() -> None:
    """The report tells of both sections (Appendix 1): one is signed when both were updated, or nothing is wanted there."""
    with pytest.raises(Invalid) as caught:
        lived("update_positions").do("sign_cartogram_report", APPARATUS, "2024-12-10", **SIGNED)
    assert [violation.path for violation in caught.value.violations] == [("risks_note",)]
    scenario = Scenario("cartogram", AKIMAT, REGISTER)
    scenario.do("receive_results", SYSTEM, "2024-04-05", **RESULTS | {"plan_approved": False})
    scenario.do("update_positions", OFFICER, "2024-05-14", **POSITIONS | {"rows": [POSITION]})
    assert scenario.case.state == "up_to_date"
    assert scenario.do("sign_cartogram_report", APPARATUS, "2024-12-10", **SIGNED).case.state == "report_signed"


def refused(scenario: Scenario, action: str, actor: Actor, **data: Any) -> list[tuple[tuple[Any, ...], str]]:
    """Where an action of December is refused, and why."""
    with pytest.raises(Invalid) as caught:
        scenario.do(action, actor, "2024-12-12", **data)
    return [(violation.path, str(violation.text)) for violation in caught.value.violations]


def test_nothing_is_signed_while_a_section_differs() -> None:
    """Both sections must equal the analyses (l.340, RU-10): while they do not, the report is refused and the rows are named."""
    unpublished = lived("receive_results")
    told = [path for path, _ in refused(unpublished, "sign_cartogram_report", APPARATUS, **SIGNED)]
    assert told == [("signed_on",), ("positions_note",), ("risks_note",)]
    scenario = lived("receive_results").do("update_positions", OFFICER, "2024-05-14", **POSITIONS | {"rows": []})
    assert scenario.case.facts.positions.outdated
    stranger = RISK | {"description": "Выдача лицензий"}
    scenario.do("update_risks", OFFICER, "2024-05-15", **RISKS | {"rows": [RISK, OTHER_RISK, stranger]})
    assert "sign_cartogram_report" not in scenario.allowed(APPARATUS)
    missing, superfluous = (
        "Missing on the website (2, l.340): Главный специалист, Инспектор. Bring the section up to date.",
        "On the website, but not in the analyses (1, l.340): Выдача лицензий. Bring the section up to date.",
    )
    assert refused(scenario, "sign_cartogram_report", APPARATUS, **SIGNED) == [
        (("positions_note",), missing),
        (("risks_note",), superfluous),
    ]


def test_of_many_rows_a_refusal_names_the_first() -> None:
    """A region that published nothing is told how many rows it lacks, and the first five of them."""
    positions = [{"title": f"Инспектор {n}", "unit": "Отдел земли", "risk": "R1"} for n in range(1, 8)]
    found = RESULTS | {"positions": positions, "plan_approved": False}
    scenario = Scenario("cartogram", AKIMAT, REGISTER).do("receive_results", SYSTEM, "2024-04-05", **found)
    scenario.do("update_positions", OFFICER, "2024-05-14", **POSITIONS | {"rows": []})
    [(_, text)] = refused(scenario, "sign_cartogram_report", APPARATUS, **SIGNED)
    named = ", ".join(f"Инспектор {n}" for n in range(1, 6))
    assert text == f"Missing on the website (7, l.340): {named}, …. Bring the section up to date."


def test_what_was_signed_stays_true() -> None:
    """A correction that leaves a signed section unequal is refused; what the analyses say after the signature does not bar one."""
    scenario = lived("sign_cartogram_report")
    fewer = {"corrects": 4, "data": POSITIONS | {"rows": []}, "reason": "x"}
    with pytest.raises(Invalid):
        scenario.do("correct", OFFICER, "2024-12-11", **fewer)
    scenario.do("receive_results", SYSTEM, "2024-12-11", **OTHER_RESULTS | {"positions": []})
    rows_now = {"corrects": 4, "data": POSITIONS | {"rows": [POSITION]}, "reason": "x"}
    assert not scenario.do("correct", OFFICER, "2024-12-12", **rows_now).case.facts.positions.outdated


def test_the_report_is_not_uploaded_without_its_paper() -> None:
    """Appendix 1 with its signature is the evidence (l.41, l.344): while the entry has no file the upload is refused."""
    scenario = lived("update_risk_map")
    scenario.do("sign_cartogram_report", APPARATUS, "2024-12-10", **SIGNED | {"file": None})
    assert "upload_cartogram_report" not in scenario.allowed(OFFICER)
    text = "Entry 7 has no file of the signed paper: add it by correcting that entry."
    assert refused(scenario, "upload_cartogram_report", OFFICER, **UPLOADED) == [(("uploaded_on",), text)]
    scenario.do("correct", APPARATUS, "2024-12-11", corrects=7, data=SIGNED, reason="Скан")
    assert scenario.do("upload_cartogram_report", OFFICER, "2024-12-12", **UPLOADED).case.state == "report_uploaded"


def test_closed_before_the_year_ended() -> None:
    """The year's work may be declared over before the year is, with a remark."""
    scenario = lived("upload_cartogram_report")
    scenario.do("close_cartogram", OFFICER, "2024-12-30", closed_on="2024-12-30")
    assert scenario.last.remarks == ("closed_before_the_year_ended",)


def reopened(scenario: Scenario, day: str, **data: Any) -> list[str]:
    """Let results reach the cartogram; gives what the service does next, having done it."""
    scenario.do("receive_results", SYSTEM, day, **data)
    found = list(consequences(scenario.workflow.CONSEQUENCES, scenario.case, scenario.last, REGISTER))
    for one in found:
        scenario.do(one.action, SYSTEM, day, **one.data)
    return [one.action for one in found]


def test_results_of_the_year_reopen_what_was_closed() -> None:
    """A cartogram closed in November follows the analyses of December (l.183–185, l.340): it is brought up to date and reported again."""
    scenario = lived("upload_cartogram_report").do("close_cartogram", OFFICER, "2024-12-13", closed_on="2024-12-13")
    assert reopened(scenario, "2024-12-14", **RESULTS) == []
    news = RESULTS | {"risks": [RESULTS["risks"][0] | {"measures": 2}]}
    assert reopened(scenario, "2024-12-15", **news) == ["reopen_cartogram"]
    assert (scenario.case.state, scenario.case.closed, scenario.case.facts.closed_on) == ("outdated", False, None)
    now = [RISK | {"measures": 2}, OTHER_RISK]
    scenario.do("update_risks", OFFICER, "2024-12-16", **RISKS | {"updated_on": "2024-12-16", "rows": now})
    scenario.do("sign_cartogram_report", APPARATUS, "2024-12-17", **SIGNED | {"signed_on": "2024-12-17"})
    scenario.do("upload_cartogram_report", OFFICER, "2024-12-18", uploaded_on="2024-12-18")
    assert scenario.do("close_cartogram", OFFICER, "2024-12-31", **CLOSED).case.closed
    for actor in (OFFICER, AKIM, SUPERVISOR):
        with pytest.raises(NotPermitted):
            scenario.do("reopen_cartogram", actor, "2024-12-31", reopened_on="2024-12-31")


def test_nothing_else_reopens_one() -> None:
    """After its year a closed cartogram stays closed, and a cancelled one stays cancelled."""
    news = RESULTS | {"positions": []}
    assert reopened(lived("close_cartogram"), "2025-01-10", **news) == []
    cancelled = lived("update_risks")
    cancelled.do("cancel_cartogram", SYSTEM, "2024-07-01", cancelled_on="2024-07-01", basis_no="1", reason="x")
    assert reopened(cancelled, "2024-07-02", **news) == []


@pytest.mark.parametrize("body", [CITY, EDUCATION, MINISTRY, DEPARTMENT])
def test_only_oblasts_keep_one(body: str) -> None:
    """Cities of republican significance keep none unless configured so, other bodies never (A-57)."""
    with pytest.raises(Invalid):
        Scenario("cartogram", body, REGISTER).do("plan", SYSTEM, "2024-01-15", **ASSIGNED)


def test_a_city_may_be_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the data no longer exclude keeps a cartogram like an oblast (A-57)."""
    monkeypatch.setattr(keepers, "WITHOUT_CARTOGRAM", frozenset({"KZ-71", "KZ-79"}))
    scenario = Scenario("cartogram", CITY, register()).do("plan", SYSTEM, "2024-01-15", **ASSIGNED)
    assert scenario.case.state == "assigned"


def test_each_analysis_counts_once() -> None:
    """Newer results of an analysis take the place of its earlier ones; those of others stay."""
    scenario = lived("receive_results")
    scenario.do("receive_results", SYSTEM, "2024-04-22", **RESULTS | {"positions": []})
    facts = scenario.case.facts
    assert rows(facts.positions, "wanted") == [DISTRICT]
    assert {str(key) for key in facts.results} == {RESULTS["analysis"], OTHER_RESULTS["analysis"]}


def test_the_report_is_uploaded_by_the_date_of_the_map() -> None:
    """A date of the Карта is a deadline of the report (l.47); with the signed report attached, nothing is remarked upon."""
    dates = [{"subtask": "1.5.1", "period": "2024", "upload_by": "2024-12-11"}]
    scenario = lived("update_risks")
    scenario.do("set_upload_dates", SYSTEM, "2024-06-01", set_on="2024-06-01", basis="Карта", dates=dates)
    assert (scenario.due("D23/1.5.1"), scenario.status("D23/1.5.1")) == ("2024-12-11", "open")
    scenario.do("sign_cartogram_report", APPARATUS, "2024-12-10", **SIGNED)
    scenario.do("upload_cartogram_report", OFFICER, "2024-12-12", **UPLOADED)
    assert (scenario.status("D23/1.5.1"), scenario.last.remarks) == ("met_late", ())
    with pytest.raises(NotPermitted):
        scenario.do("set_upload_dates", OFFICER, "2024-12-12", set_on="2024-12-12", basis="Карта", dates=dates)


def test_a_large_region_is_compared_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remembering the results of hundreds of bodies compares no section: that is done once, for whoever looks."""
    compared: list[int] = []

    def counted(*given: Any) -> Section:
        compared.append(1)
        return comparison.compared(*given)

    scenario = Scenario("cartogram", AKIMAT, REGISTER).do("receive_results", SYSTEM, "2024-04-05", **RESULTS)
    first: Any = scenario.last
    monkeypatch.setattr(cartogram_facts, "compared", counted)
    facts: Any = scenario.case.NO_FACTS
    for number in range(550):
        facts = facts.after(replace(first, body=f"body-{number}", analysis=uuid.UUID(int=number)))
    assert (compared, len(facts.results)) == ([], 550)
    assert len(facts.positions.missing) == len(facts.positions.wanted) == 550
    assert compared == [1]
