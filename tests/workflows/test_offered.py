"""What is offered is taken: with the right data, no action that somebody is shown would be refused."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.workflows.cartogram import life as cartogram
from tests.workflows.offence_report import life as offence_report
from tests.workflows.reconciliation import life as reconciliation
from tests.workflows.scenario import Scenario, command
from tests.workflows.subtask.walks import FILE, PAGE, WALKS, Walk
from tests.workflows.subtask.world import AGENCY, SUPERVISOR, country
from workflows.calendar import Calendar
from workflows.case import Case
from workflows.extension import extendable
from workflows.machine import act, permitted
from workflows.refusals import NotPermitted, Refused, WrongOrder
from workflows.subtask.evidence import attachable

REGISTER = country()
DAY = "2024-12-31"
EARLY = "2024-02-01"
"""A day on which nothing was missed yet, so that the performer may still put work off."""
REASON = "Так решено"


def _evidence(scenario: Scenario, _walk: Walk) -> dict[str, Any]:
    kind = next(iter(attachable(scenario.case.facts.definition)))
    proof = {"publication": PAGE} if kind == "url" else {"file": FILE}
    return {"kind": kind, "title": "Документ", "attached_on": DAY, "no_state_secrets": True, **proof}


def _signature(_scenario: Scenario, walk: Walk) -> dict[str, Any]:
    return {"signed_on": walk.day, "signature": {"post": walk.post or "first_head", **walk.signatory}}


def _withdrawn(number: Callable[[Any], int]) -> Callable[[Scenario, Walk], dict[str, Any]]:
    return lambda scenario, _: {"withdraws": number(scenario.case.facts), "withdrawn_on": DAY, "reason": REASON}


Right = Callable[[Scenario, Walk], dict[str, Any]]


def _later(case: Case, key: str) -> str:
    """Give a working day some time after a deadline."""
    due = case.deadlines[key].deadline.due
    return Calendar.as_known(due).shift(due, 20).isoformat()


_OF_SUBTASKS: Mapping[str, Right] = {
    "take_in_hand": lambda _s, _w: {"begun_on": DAY, "responsible": "Специалист"},
    "declare_nil": lambda _s, _w: {"declared_on": DAY, "explanation": REASON},
    "withdraw_entry": _withdrawn(lambda facts: facts.entries[-1].originator_version),
    "attach_evidence": _evidence,
    "withdraw_evidence": _withdrawn(lambda facts: facts.evidence[-1].originator_version),
    "sign_evidence": _signature,
    "upload_evidence": lambda _s, _w: {"uploaded_on": DAY},
    "accept": lambda _s, _w: {"accepted_on": DAY},
    "send_back": lambda _s, _w: {"returned_on": DAY, "reason": REASON},
    "record_return": lambda _s, _w: {"returned_on": DAY, "reason": REASON},
    "confirm_course": lambda _s, _w: {"confirmed_on": DAY, "servants": 3},
    "lapse": lambda _s, _w: {"lapsed_on": DAY, "reason": REASON},
    "renew": lambda _s, _w: {"begun_on": DAY, "reason": REASON},
    "defer": lambda _s, _w: {"deferred_on": EARLY, "until": "2024-12-31", "reason": REASON},
    "declare_not_applicable": lambda _s, _w: {"declared_on": DAY, "reason": REASON},
    "waive": lambda _s, _w: {"waived_on": DAY, "decision_no": "1", "reason": REASON},
    "reopen": lambda _s, _w: {"reopened_on": DAY, "reason": REASON},
    "name_responsible": lambda _s, _w: {"account": "5f0c5ed5-0d6e-5d0c-9d55-3f3a2f6d9a11"},
    "extend_deadline": lambda scenario, _w: {
        "key": extendable(scenario.case)[0],
        "extended_to": _later(scenario.case, extendable(scenario.case)[0]),
        "document": "order",
        "document_no": "1",
        "document_dated": DAY,
        "reason": REASON,
        "address": "https://example.kz/1",
    },
    "set_upload_date": lambda _s, _w: {"set_on": DAY, "upload_by": "2025-01-10", "basis": "Карта"},
}


def _right(action: str, scenario: Scenario, walk: Walk, reports: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    if action in reports:
        return reports[action]
    made = _OF_SUBTASKS.get(action)
    return made(scenario, walk) if made else None


@pytest.mark.parametrize("stage", ["given", "reported", "proved", "signed", "uploaded"])
@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.subtask}-{walk.body}")
def test_every_action_offered_on_a_subtask_is_taken(walk: Walk, stage: str) -> None:
    """At each stage of each subtask all that anybody is offered, corrections apart, is carried out with the right data."""
    scenario: Scenario = getattr(walk, stage)(REGISTER)
    reports, tried = dict(walk.reports), 0
    for actor in (walk.performer, walk.reviewer, SUPERVISOR, AGENCY):
        for action in sorted(scenario.allowed(actor) - {"correct"}):
            data = _right(action, scenario, walk, reports)
            assert data is not None, f"nobody says what {action} takes"
            day = EARLY if action == "defer" else DAY
            act(scenario.workflow, scenario.case.copy(), command(action, data, actor, day, REGISTER))
            tried += 1
    assert tried


def refused(scenario: Scenario, action: str, actor: Any, day: str, data: dict[str, Any]) -> bool:
    """Whether an action is refused."""
    try:
        act(scenario.workflow, scenario.case.copy(), command(action, data, actor, day, scenario.register))
    except Refused:
        return True
    return False


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: f"{walk.subtask}-{walk.body}")
def test_what_is_not_offered_on_a_subtask_is_refused(walk: Walk) -> None:
    """What the machine lets somebody do and does not offer is refused, and says what is missing: nothing is hidden that works."""
    for stage in ("given", "reported", "proved", "signed", "uploaded"):
        scenario: Scenario = getattr(walk, stage)(REGISTER)
        possible = permitted(scenario.workflow, scenario.case, walk.performer, REGISTER)
        for name in {action.name for action in possible} - scenario.allowed(walk.performer) - {"correct"}:
            number = {"withdraws": 1, "withdrawn_on": DAY, "reason": REASON}
            data = number if name.startswith("withdraw") else _of_nothing(name, scenario, walk)
            assert refused(scenario, name, walk.performer, DAY, data), (stage, name)


def _of_nothing(name: str, scenario: Scenario, walk: Walk) -> dict[str, Any]:
    if name == "attach_evidence":
        return {"kind": "doc", "title": "Д", "attached_on": DAY, "no_state_secrets": True, "file": FILE}
    return _OF_SUBTASKS[name](scenario, walk)


def test_a_refusal_names_actions_of_the_subtask_alone() -> None:
    """Out of order, what is possible is told of this subtask and no other; what belongs to another is refused by that name."""
    walk = next(walk for walk in WALKS if walk.subtask == "3.1.1")
    scenario = walk.given(REGISTER)
    with pytest.raises(WrongOrder) as caught:
        scenario.do("accept", walk.reviewer, DAY, accepted_on=DAY)
    assert "record_training" in caught.value.possible
    assert not {"record_sitting", "confirm_document", "confirm_course", "lapse", "renew"} & set(caught.value.possible)
    with pytest.raises(NotPermitted, match=r"not an action of subtask 3\.1\.1"):
        scenario.do("record_sitting", walk.performer, DAY, held_on="2024-05-30", number="2", agenda=["О закупках"])


def test_a_nil_is_offered_only_where_there_may_be_nothing() -> None:
    """Whoever must carry a subtask out, or has reported something, is not offered to declare that there is nothing (A-66)."""
    offered = {
        (walk.subtask, stage)
        for walk in WALKS
        for stage in ("given", "reported")
        if "declare_nil" in getattr(walk, stage)(REGISTER).allowed(walk.performer)
    }
    assert offered == {(subtask, "given") for subtask in ("3.3.1", "4.1.2", "4.2.4", "4.3.1")}


def test_an_act_is_offered_once_nothing_differs() -> None:
    """The act of a reconciliation is offered when both lists are there and every difference is settled, and then it is taken."""
    made, theirs = reconciliation.scenario(), reconciliation.REGISTRY_LIST | {"rows": []}
    by, seen = reconciliation.OFFICER, []
    data: dict[str, Any] = reconciliation.ACT

    def look() -> None:
        there = "approve_act" in made.allowed(by)
        assert there is not refused(made, "approve_act", by, DAY, data)
        seen.append(there)

    look()
    made.do("enter_own_list", by, DAY, **reconciliation.OWN_LIST)
    look()
    made.do("receive_registry_list", by, DAY, **theirs)
    look()
    reconciliation.resolve(made, made.case.facts.unresolved[0].key, "own_list_right")
    look()
    assert seen == [False, False, False, True]
    assert "decide_consolidation" not in made.allowed(by)


def test_recommendations_are_carried_out_where_there_are_any() -> None:
    """Of an offence report the carrying out is offered between the reply that recommends something and the last of it."""
    seen, scenario = [], Scenario("offence_report", offence_report.CLEARED.organization, offence_report.REGISTER)
    for action, day, data in offence_report.LIFE[:4]:
        scenario.do(action, offence_report.CLEARED, day, **data)
        seen.append("execute_recommendation" in scenario.allowed(offence_report.CLEARED))
    second = offence_report.EXECUTED | {"recommendation": "R2"}
    scenario.do("execute_recommendation", offence_report.CLEARED, DAY, **second)
    assert [*seen, "execute_recommendation" in scenario.allowed(offence_report.CLEARED)] == [
        False,
        False,
        True,
        True,
        False,
    ]


def test_a_report_on_a_cartogram_is_offered_once_both_sections_are_updated() -> None:
    """Nobody is offered to sign a report on sections that the analyses want and nobody has updated."""
    seen = {}
    for step in ("receive_results", "update_positions", "update_risks"):
        scenario = cartogram.lived(step)
        seen[step] = "sign_cartogram_report" in scenario.allowed(cartogram.APPARATUS)
        data: dict[str, Any] = cartogram.SIGNED
        assert seen[step] is not refused(scenario, "sign_cartogram_report", cartogram.APPARATUS, DAY, data)
    assert seen == {"receive_results": False, "update_positions": False, "update_risks": True}


def test_a_correction_is_offered_to_whoever_made_an_entry() -> None:
    """Somebody who may correct none of the entries is not offered to."""
    scenario = cartogram.lived("update_risks")
    assert "correct" not in scenario.allowed(cartogram.INSPECTOR)
    assert "correct" in scenario.allowed(cartogram.OFFICER)
    scenario.do("update_risk_map", cartogram.INSPECTOR, "2024-05-20", **cartogram.RISK_MAP)
    assert "correct" in scenario.allowed(cartogram.INSPECTOR)
