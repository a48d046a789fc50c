"""The list of exposed positions, where it goes, and who signs it, the minutes and the monitoring report."""

from typing import Any

import pytest

from tests.workflows.bodies import (
    AKIMAT,
    COMPANY,
    DISTRICT,
    EDUCATION,
    MINISTRY,
    OTHER_AKIMAT,
    SECTION,
    TERRITORIAL,
    officer,
    register,
    signatory,
)
from tests.workflows.risk_analysis.life import CLOSED, DISCUSSION, LIFE, POSITION
from tests.workflows.scenario import SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor, Post
from workflows.refusals import Invalid, NotPermitted, WrongOrder

REGISTER = register()
LIST: dict[str, Any] = {
    "approved_on": "2024-04-08", "list_no": "5-п", "signature": {"post": "first_head", "person": "p-head"}
}  # fmt: skip
ANYBODYS: dict[str, Any] = LIST | {"signature": {"post": "first_head"}}
"""A list of a body of which the register knows no posts."""
FORWARDED: dict[str, Any] = {"forwarded_on": "2024-04-09", "recipient": AKIMAT}


def lived(until: str, body: str = EDUCATION, register: Any = REGISTER) -> Scenario:
    """The analysis of a body after an action of its life."""
    scenario = Scenario("risk_analysis", body, register)
    own, head = officer(body), signatory(body, Post.DISTRICT_AKIM if body == DISTRICT else Post.FIRST_HEAD)
    for action, actor, day, data in LIFE:
        signed = {"signature": {"post": head.post}} if "signature" in data else {}
        scenario.do(action, head if actor.post else own, day, **data | signed)
        if action == until:
            break
    return scenario


def paths(error: pytest.ExceptionInfo[Invalid]) -> list[tuple[Any, ...]]:
    """The fields that were refused."""
    return [violation.path for violation in error.value.violations]


@pytest.mark.parametrize("after", ["sign_report", "approve_plan", "publish", "review_progress"])
def test_the_list_follows_the_report(after: str) -> None:
    """Once the report is signed, the list is approved and forwarded at any time; the state stays."""
    scenario = lived(after)
    state = scenario.case.state
    scenario.do("approve_positions", officer(EDUCATION), "2024-07-11", **LIST)
    scenario.do("forward_positions", officer(EDUCATION), "2024-07-11", **FORWARDED)
    assert (scenario.case.state, {r for e in scenario.case.history[-2:] for r in e.remarks}) == (state, set())
    assert [position.title for position in scenario.case.facts.positions] == [POSITION["title"]]


def test_the_list_may_name_other_positions() -> None:
    """Positions of the list replace those of the report; a list that names none is remarked upon."""
    scenario = lived("sign_report")
    scenario.do(
        "approve_positions", officer(EDUCATION), "2024-04-08", **LIST | {"positions": [POSITION | {"title": "Юрист"}]}
    )
    assert [position.title for position in scenario.case.facts.positions] == ["Юрист"]
    empty = Scenario("risk_analysis", EDUCATION, REGISTER)
    for action, actor, day, data in LIFE[:7]:
        empty.do(action, actor, day, **data | ({"positions": []} if action == "sign_report" else {}))
    empty.do("approve_positions", officer(EDUCATION), "2024-04-08", **LIST)
    assert empty.last.remarks == ("list_names_no_positions",)


@pytest.mark.parametrize(
    ("action", "data", "path"),
    [
        ("approve_positions", LIST | {"positions": [POSITION | {"risk": "R9"}]}, ("positions", 0, "risk")),
        ("approve_positions", LIST | {"approved_on": "2024-04-04"}, ("approved_on",)),
        ("approve_positions", LIST | {"approved_on": "2025-01-01"}, ("approved_on",)),
        ("approve_positions", LIST | {"signature": {"post": "specialist"}}, ("signature", "post")),
        ("forward_positions", FORWARDED, ("forwarded_on",)),
    ],
)
def test_what_a_list_may_not_say(action: str, data: dict[str, Any], path: tuple[Any, ...]) -> None:
    """It names risks of the report, follows it, and is forwarded only when there is one."""
    with pytest.raises(Invalid) as caught:
        lived("sign_report").do(action, officer(EDUCATION), "2024-07-11", **data)
    assert paths(caught) == [path]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"recipient": MINISTRY}, ("recipient",)),
        ({"recipient": EDUCATION}, ("recipient",)),
        ({"recipient": OTHER_AKIMAT}, ("recipient",)),
        ({"copies": ["nobody"]}, ("copies", 0)),
        ({"forwarded_on": "2024-04-07"}, ("forwarded_on",)),
    ],
)
def test_where_a_list_does_not_go(change: dict[str, Any], path: tuple[Any, ...]) -> None:
    """The ethics officer of the region's akimat or of the central body consolidates, nobody else (l.177, RU-6)."""
    scenario = lived("sign_report").do("approve_positions", officer(EDUCATION), "2024-04-08", **LIST)
    with pytest.raises(Invalid) as caught:
        scenario.do("forward_positions", officer(EDUCATION), "2024-07-11", **FORWARDED | change)
    assert paths(caught) == [path]


@pytest.mark.parametrize(
    ("body", "recipient"),
    [(AKIMAT, AKIMAT), (SECTION, AKIMAT), (COMPANY, AKIMAT), (TERRITORIAL, MINISTRY), (MINISTRY, MINISTRY)],
)
def test_where_each_body_sends_it(body: str, recipient: str) -> None:
    """Local bodies and companies send to the akimat of the region, central ones to the central body."""
    scenario = lived("sign_report", body).do("approve_positions", officer(body), "2024-04-08", **ANYBODYS)
    scenario.do("forward_positions", officer(body), "2024-04-09", forwarded_on="2024-04-09", recipient=recipient)
    assert scenario.case.facts.forwarded.recipient == recipient


def test_a_company_keeps_its_supervisor_informed() -> None:
    """The list of a quasi-state entity goes to the akimat directly, with a copy to its supervisor (A-70)."""
    scenario = lived("sign_report", COMPANY).do("approve_positions", officer(COMPANY), "2024-04-08", **ANYBODYS)
    scenario.do("forward_positions", officer(COMPANY), "2024-04-09", **FORWARDED)
    assert scenario.last.remarks == ("supervisor_has_no_copy",)
    scenario.do("forward_positions", officer(COMPANY), "2024-04-10", **FORWARDED | {"copies": [EDUCATION]})
    assert not scenario.last.remarks


def test_a_body_nobody_knows() -> None:
    """Where the register names no consolidating body, what is said is believed, with a remark."""
    scenario = Scenario()
    for action, actor, day, data in LIFE[:7]:
        scenario.do(action, actor, day, **data)
    scenario.do("approve_positions", officer(EDUCATION), "2024-04-08", **ANYBODYS)
    scenario.do("forward_positions", officer(EDUCATION), "2024-04-09", **FORWARDED)
    assert scenario.last.remarks == ("recipient_not_in_register",)


@pytest.mark.parametrize("actor", [SUPERVISOR, SYSTEM, officer(AKIMAT)])
def test_only_the_body_itself_makes_its_list(actor: Actor) -> None:
    """Each body and company makes its own list (l.177)."""
    for action, data in (("approve_positions", LIST), ("forward_positions", FORWARDED)):
        with pytest.raises(NotPermitted):
            lived("sign_report").do(action, actor, "2024-04-08", **data)
        with pytest.raises(WrongOrder):
            lived("finish").do(action, officer(EDUCATION), "2024-04-08", **data)


@pytest.mark.parametrize(
    ("signature", "remarks"),
    [
        ({"post": "first_head", "person": "p-head"}, ()),
        ({"post": "first_head"}, ("signatory_not_named",)),
        ({"post": "deputy_head", "person": "p-deputy"}, ()),
    ],
)
def test_who_signed_the_minutes(signature: dict[str, Any], remarks: tuple[str, ...]) -> None:
    """Minutes are approved by a general signatory (l.41); one that is not named is remarked upon, not refused."""
    scenario = lived("announce_discussion")
    given = DISCUSSION | {"signature": signature}
    assert scenario.do("hold_discussion", officer(EDUCATION), "2024-03-18", **given).last.remarks == remarks


@pytest.mark.parametrize(
    ("after", "action", "data"),
    [
        ("announce_discussion", "hold_discussion", DISCUSSION),
        ("sign_report", "approve_positions", LIST),
        ("approve_positions", "close_monitoring", CLOSED),
    ],
)
@pytest.mark.parametrize("actor", [officer(SECTION), signatory(SECTION, Post.DEPUTY_HEAD), signatory(SECTION)])
def test_nobody_leaves_the_signature_out(after: str, action: str, data: dict[str, Any], actor: Actor) -> None:
    """Minutes, list and monitoring report say who signed them, whoever records them; a deputy of a district's does not sign (l.45)."""
    scenario = lived(after, SECTION)
    for signature, path in ((None, ("signature",)), ({"post": "deputy_head"}, ("signature", "post"))):
        with pytest.raises(Invalid) as caught:
            scenario.do(action, actor, "2025-04-14", **data | {"signature": signature})
        assert paths(caught) == [path]


@pytest.mark.parametrize(
    ("body", "signature", "path"),
    [
        (EDUCATION, {"post": "ethics_officer"}, ("signature", "post")),
        (EDUCATION, {"post": "first_head", "person": "p-deputy"}, ("signature", "person")),
        (DISTRICT, {"post": "deputy_head"}, ("signature", "post")),
    ],
)
def test_who_may_not_sign_them(body: str, signature: dict[str, Any], path: tuple[Any, ...]) -> None:
    """A post that does not sign at that level, or somebody who was not in it on the day, is refused."""
    with pytest.raises(Invalid) as caught:
        lived("announce_discussion", body).do(
            "hold_discussion", officer(body), "2024-03-18", **DISCUSSION | {"signature": signature}
        )
    assert paths(caught) == [path]


def test_a_deputy_of_a_district_signs_on_a_decision() -> None:
    """At district level a deputy's signature counts with the decision that lets him sign, and a remark (A-06)."""
    signature = {"post": "deputy_head", "on_decision": "12"}
    scenario = lived("announce_discussion", DISTRICT)
    scenario.do("hold_discussion", officer(DISTRICT), "2024-03-18", **DISCUSSION | {"signature": signature})
    assert scenario.last.remarks == ("signed_on_decision", "signatory_not_named")


def test_who_signed_the_monitoring_report() -> None:
    """The note that ends the monitoring is signed by a general signatory, too (1.3.3)."""
    for signature, remarks in (
        ({"post": "first_head"}, ("signatory_not_named",)),
        ({"post": "first_head", "person": "p-head"}, ()),
    ):
        scenario = lived("approve_positions")
        scenario.do("close_monitoring", officer(EDUCATION), "2025-04-14", **CLOSED | {"signature": signature})
        assert scenario.last.remarks == remarks
