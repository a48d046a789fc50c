"""The report of an offence: its way, who takes it, what is refused and what is only remarked."""

import dataclasses
from typing import Any
from uuid import uuid4

import pytest

from events import codec
from events.offence_report import OffenceRegistered
from tests.workflows.bodies import COMPANY, DISTRICT, EDUCATION, signatory
from tests.workflows.offence_report.life import (
    ABOVE,
    CLEARED,
    CLOSED,
    EXECUTED,
    IN_DISTRICT,
    LIFE,
    OFFENCE,
    REGISTER,
    REGISTERED,
    REPLY,
    REPORTED,
    UNLISTED,
    WITHDRAWN,
    cleared_country,
    lived,
)
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor
from workflows.case import Case
from workflows.fact import FactWorkflow
from workflows.machine import actions, may_correct
from workflows.payload import schema
from workflows.refusals import Invalid, NotPermitted, WrongOrder
from workflows.registry import KINDS

LATE = "2024-07-15"


def wrong(scenario: Scenario, action: str, **data: Any) -> set[str]:
    """The fields for which an action of the cleared officer is refused."""
    with pytest.raises(Invalid) as refused:
        scenario.do(action, CLEARED, LATE, **data)
    return {".".join(map(str, violation.path)) for violation in refused.value.violations}


def corrected(scenario: Scenario, entry: int, /, **data: Any) -> Scenario:
    """The report after one of its entries was corrected."""
    return scenario.do("correct", CLEARED, LATE, corrects=entry, data=data, reason="Опечатка")


def test_a_whole_life() -> None:
    """An offence is registered, reported, answered, the recommendations are carried out or explained: every event is sealed."""
    scenario = lived("close_offence_report")
    facts = scenario.case.facts
    assert (scenario.case.state, scenario.last.CLOSES) == ("closed", True)
    assert (facts.shown()["recommendations_left"], facts.awaits_reply) == (["R2"], False)
    assert {event.envelope.clearance for event in scenario.case.history} == {"C4"}
    assert [event.remarks for event in scenario.case.history if event.remarks] == [
        ("closed_with_recommendations_not_carried_out",)
    ]
    for event in scenario.case.history:
        assert codec.read(codec.encode(event)) == event


@pytest.mark.parametrize("step", range(len(LIFE)))
@pytest.mark.parametrize("actor", [UNLISTED, signatory(EDUCATION), SUPERVISOR, SYSTEM, ABOVE, IN_DISTRICT])
def test_only_those_on_the_list_record(actor: Actor, step: int) -> None:
    """At each step everybody else is refused: colleagues, the head, supervisors, cleared people of other bodies."""
    action, day, data = LIFE[step]
    scenario = lived(LIFE[step - 1][0] if step else "")
    with pytest.raises(NotPermitted):
        scenario.do(action, actor, day, **data)
    assert "register_offence" not in scenario.allowed(actor)


def test_the_uploader_records_for_a_body_without_an_account() -> None:
    """A company without an account has its reports recorded by a cleared official of the body that uploads for it (RU-U3)."""
    country = cleared_country()
    own = Scenario("offence_report", COMPANY, country.register)
    details = {"region": "KZ-19", "bin": None, "site": None}
    for account, allowed in ((True, set()), (False, {"register_offence"})):
        country.do(COMPANY, "describe", account=account, since="2024-01-10", **details)
        assert own.allowed(CLEARED) == allowed
        assert own.allowed(UNLISTED) == own.allowed(ABOVE) == set()
    assert own.do("register_offence", CLEARED, LATE, **REGISTERED).case.organization == COMPANY


@pytest.mark.parametrize("step", range(1, len(LIFE)))
def test_no_step_is_skipped(step: int) -> None:
    """What comes later is not possible before anything is registered; nothing is answered or closed before it is reported."""
    action, day, data = LIFE[step]
    with pytest.raises(WrongOrder):
        lived().do(action, CLEARED, day, **data)
    if action != "report_offence":
        with pytest.raises(WrongOrder):
            lived("register_offence").do(action, CLEARED, day, **data)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"no_state_secrets": False}, "no_state_secrets"),
        ({"offence": OFFENCE | {"category": "discrediting"}}, "offence.category"),
        ({"offence": OFFENCE | {"happened_on": "2024-05-15"}}, "offence.happened_on"),
        ({"offence": OFFENCE | {"happened_until": "2024-02-11"}}, "offence.happened_until"),
        ({"found_on": "2024-07-16"}, "found_on"),
    ],
)
def test_what_cannot_be_registered(changed: dict[str, Any], field: str) -> None:
    """No state secrets, no discrediting misdemeanours, no event after its finding, no end before the beginning, no future."""
    assert wrong(lived(), "register_offence", **REGISTERED | changed) == {field}


def test_days_follow_each_other() -> None:
    """A report before the finding, a reply before the report and an end before the reply are refused."""
    assert wrong(lived("register_offence"), "report_offence", **REPORTED | {"sent_on": "2024-05-13"}) == {"sent_on"}
    assert wrong(lived("report_offence"), "receive_reply", **REPLY | {"received_on": "2024-05-15"}) == {"received_on"}
    closed = CLOSED | {"closed_on": "2024-06-02"}
    assert wrong(lived("execute_recommendation"), "close_offence_report", **closed) == {"closed_on"}
    early = WITHDRAWN | {"withdrawn_on": "2024-05-13"}
    assert wrong(lived("register_offence"), "withdraw_fact", **early) == {"withdrawn_on"}


def test_several_reports_and_replies() -> None:
    """Follow-ups and further replies are recorded; a follow-up awaits its own reply, and codes are not used twice."""
    scenario = lived("receive_reply").do("report_offence", CLEARED, LATE, **REPORTED | {"sent_on": "2024-06-10"})
    assert (scenario.case.state, scenario.case.facts.awaits_reply) == ("reported", True)
    again = REPLY | {"received_on": "2024-06-25", "number": "11-4/990"}
    assert wrong(scenario, "receive_reply", **again) == {"recommendations.0.code", "recommendations.1.code"}
    more = again | {"recommendations": [{"code": "R3", "text": "Обучение"}]}
    scenario.do("receive_reply", CLEARED, LATE, **more).do(
        "receive_reply", CLEARED, LATE, **again | {"recommendations": []}
    )
    assert (scenario.case.state, list(scenario.case.facts.recommendations)) == ("replied", ["R1", "R2", "R3"])


def test_every_recommendation_is_carried_out_or_explained() -> None:
    """The case does not close while one is neither; explained is only what is recommended and not done, once."""
    scenario = lived("execute_recommendation")
    assert wrong(scenario, "close_offence_report", closed_on="2024-07-01") == {"unexecuted"}
    row = CLOSED["unexecuted"][0]
    twice = CLOSED | {"unexecuted": [row, row, row | {"recommendation": "R9"}]}
    assert wrong(scenario, "close_offence_report", **twice) == {
        "unexecuted.1.recommendation",
        "unexecuted.2.recommendation",
    }
    assert wrong(scenario, "execute_recommendation", **EXECUTED) == {"recommendation"}
    assert wrong(scenario, "execute_recommendation", **EXECUTED | {"recommendation": "R9"}) == {"recommendation"}


def test_closing_without_a_reply_needs_a_reason() -> None:
    """Without a reply there must be a reason, and is a remark; with one there must be none."""
    scenario = lived("report_offence")
    assert wrong(scenario, "close_offence_report", closed_on="2024-07-01") == {"without_reply"}
    scenario.do("close_offence_report", CLEARED, LATE, closed_on="2024-07-01", without_reply="Дело передано")
    assert (scenario.case.state, scenario.last.remarks) == ("closed", ("closed_without_reply",))
    answered = CLOSED | {"without_reply": "Дело передано"}
    assert wrong(lived("receive_reply"), "close_offence_report", **answered) >= {"without_reply"}


def test_a_late_reply_opens_the_case_again() -> None:
    """What comes after the end is recorded, and is to be worked on: nothing real is refused."""
    scenario = lived("report_offence")
    scenario.do("close_offence_report", CLEARED, LATE, closed_on="2024-07-01", without_reply="Дело передано")
    scenario.do("receive_reply", CLEARED, LATE, **REPLY | {"received_on": "2024-07-10"})
    assert (scenario.case.state, scenario.last.REOPENS, scenario.case.facts.closed) == ("replied", True, None)


def test_what_is_only_remarked() -> None:
    """A number of another length and an execution before the reply are recorded with a remark."""
    scenario = lived().do("register_offence", CLEARED, LATE, **REGISTERED | {"crime_no": "17"})
    assert scenario.last.remarks == ("crime_number_unusual",)
    early = lived("receive_reply").do(
        "execute_recommendation", CLEARED, LATE, **EXECUTED | {"executed_on": "2024-06-01"}
    )
    assert early.last.remarks == ("executed_before_the_reply",)


def test_withdrawing_and_linking() -> None:
    """A withdrawn fact can only be corrected; a linked one goes on, counts as the other, and can stand alone again."""
    other, linked = uuid4(), {"linked_on": "2024-07-02", "reason": "Одно дело"}
    scenario = lived("report_offence").do("link_fact", CLEARED, LATE, **linked, same_as=str(other))
    assert (scenario.case.state, scenario.case.facts.same_as) == ("reported", other)
    assert wrong(scenario, "link_fact", **linked, same_as=str(scenario.case.id)) == {"same_as"}
    assert wrong(scenario, "link_fact", linked_on="2024-05-01", reason="x", same_as=str(other)) == {"linked_on"}
    assert scenario.do("link_fact", CLEARED, LATE, **linked).case.facts.same_as is None
    scenario.do("withdraw_fact", CLEARED, LATE, **WITHDRAWN)
    assert (scenario.case.state, scenario.allowed(CLEARED)) == ("withdrawn", {"correct"})


def test_corrections() -> None:
    """Each own entry is corrected by those who may make it, and what the correction contradicts is named."""
    scenario = lived("close_offence_report")
    corrected(scenario, 1, **REGISTERED | {"offence": OFFENCE | {"damage": 1}})
    assert scenario.case.facts.registered.offence.damage == 1
    with pytest.raises(Invalid):
        corrected(scenario, 1, **REGISTERED | {"found_on": "2024-05-17"})
    corrected(scenario, 3, **REPLY | {"recommendations": REPLY["recommendations"][:1]})
    assert "leaves_another_entry_inconsistent" in scenario.last.remarks
    with pytest.raises(NotPermitted):
        scenario.do("correct", UNLISTED, LATE, corrects=2, data=REPORTED, reason="x")
    order = scenario.case.history[0]
    assert [may_correct(scenario.workflow, scenario.case, order, who, REGISTER) for who in (CLEARED, UNLISTED)] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        ({}, True),
        ({"offence": OFFENCE | {"offender": "СЕРИКОВ  ерлан болатович", "place": "Другое", "damage": None}}, True),
        ({"found_on": "2024-06-20"}, True),
        ({"offence": OFFENCE | {"offender": "Сериков Е. Б."}}, False),
        ({"offence": OFFENCE | {"category": "administrative"}}, False),
        ({"offence": OFFENCE | {"happened_on": "2024-02-13"}}, False),
        ({"crime_no": None}, False),
    ],
)
def test_what_makes_two_registrations_one_fact(changed: dict[str, Any], same: bool) -> None:
    """Category, criminal case, offender in any spelling and day of the event; not who found it, when, or where it is said to be."""
    known = [
        scenario.do("register_offence", who, LATE, **REGISTERED | more).last
        for scenario, who, more in (
            (Scenario("offence_report", EDUCATION, REGISTER), CLEARED, {}),
            (Scenario("offence_report", DISTRICT, REGISTER), IN_DISTRICT, changed),
        )
    ]
    one, other = (event.identity for event in known if isinstance(event, OffenceRegistered))
    assert (one == other) is same
    assert "Сериков" not in one


_TELLING = (
    "informant",
    "reporter",
    "whistle",
    "applicant",
    "complainant",
    "заявител",
    "сообщивш",
    "информатор",
    "осведом",
)


def _said(case: type[Case], kind: type[FactWorkflow]) -> set[str]:
    """Every name, title and hint of a field of the events and of the facts of a kind of fact."""
    words = {field.name for field in dataclasses.fields(case.NO_FACTS)}  # type: ignore[arg-type]  # facts are dataclasses
    for action in actions(kind).values():
        described = schema(action.event)
        for part in (described, *described.get("$defs", {}).values()):
            for name, field in part.get("properties", {}).items():
                words |= {name, field["title"], field.get("description") or "", *map(str, field.get("examples", ()))}
    return words


def test_nobody_who_told_is_recorded() -> None:
    """No event of Project 2 has a field for whoever reported the offence (l.366; A-64)."""
    kinds = [kind for kind in KINDS.values() if issubclass(kind, FactWorkflow)]
    assert {"offence_report", "reporting_row"} <= {kind.WORKFLOW for kind in kinds}
    for kind in kinds:
        words = {word.casefold() for word in _said(kind.CASE, kind)}
        assert {word for word in words for telling in _TELLING if telling in word} == set()
