"""A policy is proposed by one supervisor, approved by another, and in force on the days it says."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.workflows.alert_policy.made import rules
from tests.workflows.scenario import OFFICER, SUPERVISOR, Scenario
from workflows.actor import Actor, Role
from workflows.alert_policy import AlertPolicyFacts, packaged
from workflows.refusals import Invalid, NotPermitted, WrongOrder

OTHER = Actor("other supervisor", Role.SUPERVISOR, "agency")
EARLIER = rules(reminders=[20, 5])


def _proposed(day: str = "2024-03-01", **changes: Any) -> Scenario:
    data = {"in_force_from": "2024-03-11", "reason": "Напоминать раньше", "rules": EARLIER} | changes
    return Scenario("alert_policy", "").do("propose_policy", SUPERVISOR, day, **data)


def _facts(scenario: Scenario) -> AlertPolicyFacts:
    facts: AlertPolicyFacts = scenario.case.facts
    return facts


def _refused(**changes: Any) -> list[tuple[str | int, ...]]:
    with pytest.raises(Invalid) as caught:
        _proposed(**changes)
    return [violation.path for violation in caught.value.violations]


def test_without_an_event_the_packaged_policy_is_in_force() -> None:
    """Version 1 says 10, 3 and 1 working days before, on the day, 1 and 3 after it, and then every 5."""
    first = AlertPolicyFacts().in_force(date(2024, 1, 1))
    assert (first.number, first.rules.reminders, first.rules.on_day) == (1, (10, 3, 1), True)
    assert (first.rules.overdue, first.rules.overdue_every) == ((1, 3), 5)


def test_a_policy_is_in_force_from_its_day_once_another_supervisor_approved_it() -> None:
    """Before that day, and for all days before, the policy before is in force; nothing is changed by a mere proposal."""
    scenario = _proposed()
    assert _facts(scenario).in_force(date(2024, 4, 1)).number == 1
    scenario.do("approve_policy", OTHER, "2024-03-04", version=2)
    facts = _facts(scenario)
    assert [facts.in_force(date(2024, 3, day)).number for day in (1, 10, 11, 12)] == [1, 1, 2, 2]
    second = facts.in_force(date(2024, 3, 11))
    assert (second.rules.reminders, second.proposed_by, second.approved_by) == ((20, 5), "supervisor", OTHER.id)


def test_a_policy_approved_late_is_in_force_from_the_day_of_its_approval() -> None:
    """Nobody was told by it before it was approved."""
    scenario = _proposed().do("approve_policy", OTHER, "2024-03-20", version=2)
    assert [_facts(scenario).in_force(date(2024, 3, day)).number for day in (11, 19, 20)] == [1, 1, 2]


def test_nobody_approves_their_own_proposal() -> None:
    """Whoever proposed it may only take it back; officers do neither."""
    scenario = _proposed()
    with pytest.raises(NotPermitted, match="other than the one who proposed it"):
        scenario.do("approve_policy", SUPERVISOR, "2024-03-04", version=2)
    assert scenario.allowed(SUPERVISOR) == {"reject_policy"}
    assert scenario.allowed(OTHER) == {"approve_policy", "reject_policy"}
    assert scenario.allowed(OFFICER) == set()
    with pytest.raises(NotPermitted):
        Scenario("alert_policy", "").do("propose_policy", OFFICER, "2024-03-01")


def test_two_accounts_of_one_person_are_one() -> None:
    """A supervisor with two accounts does not approve by one of them what they proposed by the other."""
    data = {"in_force_from": "2024-03-11", "reason": "Напоминать раньше", "rules": EARLIER}
    proposer, same, other = (
        replace(OTHER, id=name, person=person) for name, person in (("a", "p-1"), ("b", "p-1"), ("c", "p-2"))
    )
    scenario = Scenario("alert_policy", "").do("propose_policy", proposer, "2024-03-01", **data)
    with pytest.raises(NotPermitted, match="other than the one who proposed it"):
        scenario.do("approve_policy", same, "2024-03-04", version=2)
    scenario.do("approve_policy", other, "2024-03-04", version=2)
    assert _facts(scenario).in_force(date(2024, 3, 11)).number == 2


def test_a_rejected_proposal_leaves_the_policy_and_its_number() -> None:
    """The policy before stays in force; the next proposal has a number of its own."""
    scenario = _proposed().do("reject_policy", OTHER, "2024-03-04", reason="Слишком много писем")
    assert _facts(scenario).in_force(date(2024, 4, 1)) == packaged()
    scenario.do("propose_policy", OTHER, "2024-03-05", in_force_from="2024-03-11", reason="Иначе", rules=EARLIER)
    scenario.do("approve_policy", SUPERVISOR, "2024-03-06", version=3)
    assert _facts(scenario).in_force(date(2024, 3, 11)).number == 3


def test_what_is_approved_is_what_was_seen() -> None:
    """An approval names the version that is proposed; without a proposal there is nothing to approve."""
    with pytest.raises(Invalid) as caught:
        _proposed().do("approve_policy", OTHER, "2024-03-04", version=3)
    assert [violation.path for violation in caught.value.violations] == [("version",)]
    with pytest.raises(WrongOrder):
        _proposed().do("propose_policy", OTHER, "2024-03-04")
    with pytest.raises(WrongOrder):
        Scenario("alert_policy", "").do("approve_policy", OTHER, "2024-03-04", version=2)


def test_versions_follow_one_another() -> None:
    """A policy begins neither before today nor before the version approved last, and says something else than that."""
    assert _refused(in_force_from="2024-02-29") == [("in_force_from",)]
    assert _refused(rules=rules()) == [("rules",)]
    scenario = _proposed().do("approve_policy", OTHER, "2024-03-04", version=2)
    with pytest.raises(Invalid) as caught:
        scenario.do("propose_policy", OTHER, "2024-03-05", in_force_from="2024-03-10", reason="Раньше", rules=rules())
    assert [violation.path for violation in caught.value.violations] == [("in_force_from",)]


AUDIENCE = {"reminder": ["responsible"], "today": ["responsible"], "overdue": ["responsible"]}


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"reminders": [1, 3]}, ("reminders", 1)),
        ({"reminders": [3, 3]}, ("reminders", 1)),
        ({"reminders": [3, 0]}, ("reminders", 1)),
        ({"reminders": [], "on_day": False}, ("reminders",)),
        ({"overdue": [3, 1]}, ("overdue", 1)),
        ({"overdue": [-1]}, ("overdue", 0)),
        ({"overdue_every": 0}, ("overdue_every",)),
        ({"escalation": [{"to": "superior", "grace": 1}, {"to": "apparatus", "grace": 1}]}, ("escalation", 1, "to")),
        ({"escalation": [{"to": "agency", "grace": 1}, {"to": "agency", "grace": 1}]}, ("escalation", 1, "to")),
        ({"escalation": [{"to": "agency", "grace": 0}]}, ("escalation", 0, "grace")),
        ({"quiet_from": "24:00"}, ("quiet_from",)),
        ({"quiet_from": "08:00"}, ("quiet_until",)),
        ({"digest_at": "23:00"}, ("digest_at",)),
        ({"quiet_from": "08:00", "quiet_until": "12:00"}, ("digest_at",)),
        ({"hard": AUDIENCE | {"overdue": []}}, ("hard", "overdue")),
        ({"hard": AUDIENCE | {"reminder": [], "today": []}}, ("hard", "reminder")),
        ({"hard": AUDIENCE | {"today": ["nobody"]}}, ("hard", "today", 0)),
        ({"mandatory": ["asked"]}, ("mandatory", 0)),
    ],
)
def test_contradictory_policies_are_refused(changes: dict[str, Any], path: tuple[str | int, ...]) -> None:
    """Days that do not follow one another, steps that do not lead up, hours that leave no time: each is named by its field."""
    assert _refused(rules=rules(**changes)) == [("rules", *path)]
