"""The table does what the library's engine would do."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statemachine import State
from statemachine.exceptions import TransitionNotAllowed

from events import risk_analysis as happened
from events.event import CaseEvent
from events.organization import OrganizationType
from tests.workflows.scenario import BODY
from workflows.actor import Actor, Post, Role
from workflows.case import Case
from workflows.compiled import NotATable, table
from workflows.machine import Workflow, actions, permitted
from workflows.register import EMPTY
from workflows.registry import WORKFLOWS
from workflows.risk_analysis import RiskAnalysis
from workflows.seat import Seat


class Turnstile(Workflow):
    """Several transitions of one action, tried in order, with guards that open and guards that close."""

    WORKFLOW = "turnstile"
    CASE = RiskAnalysis
    ACTIONS = {"go": "Go", "stay": "Stay"}

    new = State(initial=True)
    left = State()
    right = State()

    go = (
        new.to(left, on=happened.AnalysisOrdered.record, cond=["officer", "signatory"])
        | new.to(right, on=happened.StartAnnounced.record, cond="officer", unless="signatory")
        | new.to.itself(on=happened.AnalysisBegun.record)  # type: ignore[no-untyped-call]
        | left.to(right, on=happened.AnalysisFinished.record)
    )
    stay = right.to.itself(on=happened.AnalysisBegun.record, unless="officer")  # type: ignore[no-untyped-call]


KINDS: list[type[Workflow]] = [*WORKFLOWS.values(), Turnstile]
ACTORS = st.builds(
    Actor,
    st.just("somebody"),
    st.sampled_from(Role),
    st.sampled_from((BODY, "another", "")),
    st.none() | st.sampled_from(OrganizationType),
    st.none() | st.sampled_from(Post),
)
Outcome = tuple[type[CaseEvent], str, str] | type[Exception]


class Onlooker(Seat):
    """A seat that notes what would be recorded."""

    noted: Outcome = TransitionNotAllowed

    def record(self, event_class: type[CaseEvent], source: str, target: str) -> None:
        """Note it, and move the case as its event would."""
        self.noted = event_class, source, target
        if self.case:
            self.case.state = target


def seated(kind: type[Workflow], state: str) -> tuple[Workflow, Onlooker]:
    """A machine with a case in a state."""
    seat = Onlooker()
    seat.case = kind.CASE.blank(Case.create_id(), BODY)
    seat.case.state = state
    return kind(seat), seat


def by_engine(kind: type[Workflow], state: str, action: str, actor: Actor) -> Outcome:
    """What the library does."""
    machine, seat = seated(kind, state)
    try:
        machine.send(action, actor=actor)
    except TransitionNotAllowed:
        return TransitionNotAllowed
    return seat.noted


def by_table(kind: type[Workflow], state: str, action: str, actor: Actor) -> Outcome:
    """What the table says."""
    machine, _ = seated(kind, state)
    steps = table(kind)[state].get(action, ())
    return next(((s.event, state, s.target) for s in steps if s.is_open(machine, actor)), TransitionNotAllowed)


@given(st.data(), ACTORS)
def test_the_table_is_the_machine(data: st.DataObject, actor: Actor) -> None:
    """From any state, by anybody, any action records the same event, leads to the same state, or is refused by both."""
    kind = data.draw(st.sampled_from(KINDS))
    state = data.draw(st.sampled_from(sorted(table(kind))))
    action = data.draw(st.sampled_from(sorted(actions(kind))))
    assert by_table(kind, state, action, actor) == by_engine(kind, state, action, actor)


@given(st.data(), ACTORS)
def test_the_same_actions_are_permitted(data: st.DataObject, actor: Actor) -> None:
    """What a caller is permitted is what the library calls enabled."""
    kind = data.draw(st.sampled_from(KINDS))
    machine, seat = seated(kind, data.draw(st.sampled_from(sorted(table(kind)))))
    assert seat.case is not None
    found = {action.name for action in permitted(kind, seat.case, actor, EMPTY)}
    assert found == {str(event.id) for event in machine.enabled_events(actor=actor)}
    assert tuple(table(kind)[seat.case.state]) == tuple(str(event.id) for event in machine.allowed_events)


def variant(**attributes: Any) -> type[Workflow]:
    """A machine that is more than a table."""
    new, done = State(initial=True), State()
    own = {"new": new, "done": done, "back": done.to(new, on=happened.AnalysisOrdered.record)}
    go = {"on": happened.AnalysisOrdered.record} | attributes.pop("go", {})
    return type("Variant", (Workflow,), own | {"go": new.to(done, **go), "WORKFLOW": ""} | attributes)


def method(self: Any, actor: Any, **_more: Any) -> bool:
    """Something the engine would call."""
    return True


@pytest.mark.parametrize(
    "attributes",
    [
        {"go": {"validators": "check"}, "check": method},
        {"go": {"before": "check"}, "check": method},
        {"go": {"on": [happened.AnalysisOrdered.record, "check"]}, "check": method},
        {"go": {"on": "check"}, "check": method},
        {"go": {"cond": "check"}, "check": method},
        {"go": {"cond": "officer and signatory"}},
        {"on_enter_done": method},
        {"after_go": method},
        {"before_transition": method},
    ],
    ids=lambda attributes: "-".join(sorted(attributes)),
)
def test_what_a_table_cannot_hold_is_refused(attributes: dict[str, Any]) -> None:
    """A machine with callbacks or guards of another kind is not silently half carried out."""
    assert table(variant())
    with pytest.raises(NotATable):
        table(variant(**attributes))
