"""Machines, events and cases fit together, whatever the workflow."""

import dataclasses

import pytest

from events import codec
from events.event import RESERVED, CaseEvent
from tests.workflows.risk_analysis.life import LIFE, lived
from tests.workflows.scenario import HEAD, OFFICER, SUPERVISOR
from workflows.case import INITIAL
from workflows.compiled import table
from workflows.machine import Workflow, actions, may_correct
from workflows.payload import model, schema
from workflows.register import EMPTY
from workflows.registry import WORKFLOWS
from workflows.uploaded import UPLOADS

KINDS = list(WORKFLOWS.values())
AFTER_THE_END = {"correct", "upload_documents", "upload_schedule", "withdraw_fact", "link_fact", "record_return"}
"""What people may do on a case whose work is over: a reported fact may turn out to be none, or another's, an upload may be late, or given back."""
ACTIONS = [action for kind in KINDS for action in actions(kind).values()]


@pytest.mark.parametrize("kind", KINDS)
def test_every_transition_is_one_action_with_one_event(kind: type[Workflow]) -> None:
    """Each transition has exactly one name and records exactly one event: none moves a case silently."""
    for state in kind.states:
        for transition in state.transitions:
            assert len(list(transition.events)) == 1
    assert set(actions(kind)) == set(kind.ACTIONS)


@pytest.mark.parametrize("kind", KINDS)
def test_states_can_be_entered_and_left(kind: type[Workflow]) -> None:
    """Every state but the first can be entered; an ended case is corrected, withdrawn, linked, uploaded, opened again by a return, or told what others' events mean."""
    entered = {target for action in actions(kind).values() for source, target in action.transitions if source != target}
    assert entered == {state.id for state in kind.states} - {INITIAL}
    for state in kind.ENDED & table(kind).keys():
        for name, steps in table(kind)[state].items():
            assert name in AFTER_THE_END or all(("system", True) in step.guards for step in steps)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_event_is_well_formed(action: "object") -> None:
    """An event has a fixed topic, happens on a day it names, and uses no name of the envelope."""
    event: type[CaseEvent] = action.event  # type: ignore[attr-defined]
    assert event.TOPIC
    assert {field.name for field in event.data_fields()}.isdisjoint(RESERVED | {"id", "version"})
    if event.HAPPENED:
        assert event.HAPPENED in {field.name for field in dataclasses.fields(event)}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_field_has_a_label(action: "object") -> None:
    """Forms and the API's description name every field, nested ones too, in words of our own."""
    described = schema(action.event)  # type: ignore[attr-defined]
    for part in (described, *described.get("$defs", {}).values()):
        for name, field in part.get("properties", {}).items():
            assert field.get("title"), name
            assert field["title"] != name.replace("_", " ").title() or " " not in field["title"], name


def test_topics_are_distinct() -> None:
    """No two events share the name under which they are stored."""
    topics = {action.event.TOPIC: action.event for action in ACTIONS}
    assert len(set(topics.values())) == len({action.event for action in ACTIONS})


def test_topics_never_change() -> None:
    """Names under which events have been stored stay: history would not load without them."""
    assert {action.event.TOPIC for action in ACTIONS} >= {
        "case.fact_corrected",
        "risk_analysis.action_plan_approved",
        "risk_analysis.analysis_begun",
        "risk_analysis.analysis_cancelled",
        "risk_analysis.analysis_finished",
        "risk_analysis.analysis_order_amended",
        "risk_analysis.analysis_ordered",
        "risk_analysis.analytical_report_signed",
        "risk_analysis.discussion_announced",
        "risk_analysis.discussion_held",
        "risk_analysis.monitoring_closed",
        "risk_analysis.progress_reported",
        "risk_analysis.progress_reviewed",
        "risk_analysis.publication_withheld",
        "risk_analysis.results_published",
        "risk_analysis.start_announced",
    }


def test_enabled_actions_are_those_of_state_and_right() -> None:
    """What a caller is offered is what they may do: the officer acts, the head signs, the supervisor gives time."""
    scenario = lived("finish")
    assert scenario.allowed(OFFICER) == {"correct", "upload_documents", "name_responsible"}
    assert scenario.allowed(HEAD) == {"sign_report", "cancel", "correct", "upload_documents", "name_responsible"}
    assert scenario.allowed(SUPERVISOR) == {"extend_deadline", "name_responsible"}


def test_an_entry_is_corrected_by_those_who_may_make_it() -> None:
    """An officer is offered to correct what officers record, not what the head signed; nobody corrects a correction."""
    scenario = lived("finish")
    order, last = scenario.case.history[0], scenario.last
    allowed = [
        [may_correct(scenario.workflow, scenario.case, event, actor, EMPTY) for event in (order, last)]
        for actor in (OFFICER, HEAD, SUPERVISOR)
    ]
    assert allowed == [[False, True], [True, True], [False, False]]


def test_a_life_is_the_fold_of_its_events() -> None:
    """Folding the recorded events anew gives the same case."""
    lived_case = lived(LIFE[-1][0]).case
    folded = None
    for event in lived_case.history:
        folded = event.mutate(folded)
    assert folded is not None
    assert (folded.state, folded.version, folded.facts, folded.deadlines) == (
        lived_case.state,
        lived_case.version,
        lived_case.facts,
        lived_case.deadlines,
    )


def test_facts_know_an_event_as_it_is_stored() -> None:
    """What a case remembers of an event is the event in its history, deadlines and remarks included, and what a reader reads again."""
    case = lived("sign_report").case
    signed = case.history[-1]
    assert signed.deadlines.set
    assert case.facts.report is signed
    assert codec.read(codec.encode(signed)) == signed


def test_payload_model_is_the_events_own_data() -> None:
    """The request of an action asks for the event's own fields and nothing else."""
    for action in ACTIONS:
        assert list(model(action.event).model_fields) == [field.name for field in action.event.data_fields()]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.BEGUN_BY])
def test_planned_work_is_begun_by_people_and_not_uploaded_before(kind: type[Workflow]) -> None:
    """In each state in which work is not begun, the action that begins it is one that people take and that leads on; no upload is."""
    known = actions(kind)
    uploads = {action.name for action in known.values() if action.event in UPLOADS}
    assert uploads
    for state, name in kind.BEGUN_BY.items():
        assert known[name].by_people
        assert {target for source, target in known[name].transitions if source == state} - {state}
        assert not any(source == state for upload in uploads for source, _ in known[upload].transitions)
