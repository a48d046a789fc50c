"""Random lives of a schedule against a plain model: a table of states, and a dictionary of dates."""

from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from events import codec
from tests.workflows.analysis_schedule.test_schedule import AMENDED, APPROVED, CANCELLED, CLOSED, NOT_NEEDED, caused
from tests.workflows.bodies import AKIMAT, COMPANY, DISTRICT, EDUCATION, MINISTRY, SECTION, officer, register, signatory
from tests.workflows.scenario import OF_ANY_CASE, SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor, Post
from workflows.consequences import case_id
from workflows.machine import actions
from workflows.refusals import Invalid, NotPermitted, Refused, WrongOrder
from workflows.registry import WORKFLOWS

REGISTER = register()
AKIM, APPARATUS, OFFICER = signatory(AKIMAT), signatory(AKIMAT, Post.APPARATUS_HEAD), officer(AKIMAT)
HEADS, OWN = {AKIM, APPARATUS}, {AKIM, APPARATUS, OFFICER}
BELOW = (AKIMAT, EDUCATION, DISTRICT, SECTION, COMPANY)
FLOW: dict[str, dict[str, str]] = {
    "new": {"plan": "planned", "approve_schedule": "approved"},
    "planned": {
        "approve_schedule": "approved",
        "decide_against_schedule": "not_applicable",
        "cancel_schedule": "cancelled",
    },
    "approved": {
        "upload_schedule": "approved",
        "record_return": "approved",
        "amend_schedule": "approved",
        "close_schedule": "closed",
        "cancel_schedule": "cancelled",
    },
    "not_applicable": {},
    "closed": {"upload_schedule": "closed", "record_return": "approved"},
    "cancelled": {},
}
RIGHTS = {"plan": {*OWN, SUPERVISOR, SYSTEM}, "close_schedule": OWN, "cancel_schedule": {*HEADS, SYSTEM}}
RIGHTS |= {"upload_schedule": OWN, "record_return": OWN, "set_upload_dates": {SYSTEM}}
for _state in ("planned", "approved"):
    FLOW[_state]["set_upload_dates"] = _state
NAMES = tuple(name for name in actions(WORKFLOWS["analysis_schedule"]) if name not in {"restore", *OF_ANY_CASE})
objects = st.lists(st.tuples(st.sampled_from((*BELOW, MINISTRY)), st.integers(-1, 40)), min_size=1, max_size=4)


class Schedule(RuleBasedStateMachine):
    """Anybody tries anything; the model says what must come of it."""

    @initialize()
    def begin(self) -> None:
        """Start with nothing recorded."""
        self.scenario = Scenario("analysis_schedule", AKIMAT, REGISTER)
        self.state = "new"
        self.day = date(2024, 1, 10)
        self.terms: dict[str, tuple[date, date]] = {}
        self.accepted = 0
        self.uploaded = False

    @rule(
        action=st.sampled_from(NAMES),
        actor=st.sampled_from((AKIM, APPARATUS, OFFICER, SUPERVISOR, SYSTEM)),
        rows=objects,
        days=st.integers(0, 9),
    )
    def attempt(self, action: str, actor: Actor, rows: list[tuple[str, int]], days: int) -> None:
        """Try an action, some days later, and compare the answer with the model's."""
        self.day += timedelta(days=days)
        starts = self.day
        terms = {code: (starts, starts + timedelta(days=length)) for code, length in rows}
        expected = self._expected(action, actor, rows)
        with pytest.raises(expected) if expected else nullcontext():
            self.scenario.do(action, actor, self.day.isoformat(), **self._data(action, rows))
        if expected:
            return
        self.accepted += 1
        self.state = FLOW[self.state][action]
        self.uploaded = {"upload_schedule": True, "record_return": False}.get(action, self.uploaded)
        told = {}
        if action in {"approve_schedule", "amend_schedule"}:
            self.terms = terms if action == "approve_schedule" else self.terms | terms
            told = {case_id(code, "1.1.2", "2024"): ends.isoformat() for code, (_, ends) in terms.items()}
        assert {case: data["ends_on"] for case, data in caused(self.scenario).items()} == told

    def _expected(self, action: str, actor: Actor, rows: list[tuple[str, int]]) -> type[Refused] | None:
        if action not in FLOW[self.state]:
            return WrongOrder
        if actor not in RIGHTS.get(action, HEADS):
            return NotPermitted
        if action == "record_return" and not self.uploaded:
            return Invalid
        if action not in {"approve_schedule", "amend_schedule"}:
            return None
        codes = [code for code, _ in rows]
        fits = len(set(codes)) == len(codes) and set(codes) <= set(BELOW) and all(length >= 0 for _, length in rows)
        return None if fits else Invalid

    def _data(self, action: str, rows: list[tuple[str, int]]) -> dict[str, Any]:
        on = self.day.isoformat()
        named = [
            {"organization": code, "starts_on": on, "ends_on": (self.day + timedelta(days=length)).isoformat()}
            for code, length in rows
        ]
        payloads: dict[str, dict[str, Any]] = {
            "plan": {"year": 2024, "planned_on": on},
            "approve_schedule": APPROVED | {"approved_on": on, "objects": named},
            "amend_schedule": AMENDED | {"amended_on": on, "objects": named},
            "upload_schedule": {"uploaded_on": on},
            "record_return": {"returned_on": on, "reason": "x"},
            "set_upload_dates": {"set_on": on, "basis": "x", "dates": []},
            "decide_against_schedule": NOT_NEEDED | {"decided_on": on},
            "close_schedule": CLOSED | {"closed_on": on},
            "cancel_schedule": CANCELLED | {"cancelled_on": on},
        }
        return payloads[action]

    @invariant()
    def agrees(self) -> None:
        """State, version and the dates of the objects agree with the model."""
        case = self.scenario.case
        assert (case.state, case.version) == (self.state, self.accepted)
        assert {code: (row.starts_on, row.ends_on) for code, row in case.facts.objects.items()} == self.terms
        assert (case.state in self.scenario.workflow.ENDED) == case.closed

    @invariant()
    def survives_storage(self) -> None:
        """What is stored and read again is what was recorded."""
        for event in self.scenario.case.history[-1:]:
            stored = codec.encode(event)
            assert codec.decode(stored.topic, stored.state) == event


Schedule.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestSchedule = Schedule.TestCase
