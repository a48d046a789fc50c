"""Thousands of random steps against a plain model of the flow."""

from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from events import codec
from events.case import FactCorrected
from events.event import CaseEvent
from events.risk_analysis import (
    AnalysisCancelled,
    AnalysisPlanned,
    AnalysisScheduled,
    AnalysisUnscheduled,
    PublicationWithheld,
)
from events.upload import UploadDatesSet
from tests.workflows.risk_analysis.life import (
    CLOSED,
    DISCUSSION,
    DISCUSSION_ANNOUNCED,
    ITEM,
    LIST,
    ORDER,
    PLAN,
    PROGRESS,
    PUBLISHED,
    REPORT,
    REVIEW,
    SHA,
    START,
    WITHHELD,
)
from tests.workflows.risk_analysis.test_planning import SCHEDULED
from tests.workflows.scenario import APPARATUS, HEAD, OF_ANY_CASE, OFFICER, SUPERVISOR, Scenario
from workflows.actor import SYSTEM
from workflows.machine import actions
from workflows.refusals import Invalid, NotPermitted, Refused, WrongOrder
from workflows.registry import WORKFLOWS
from workflows.risk_analysis.quarters import quarter_start, reporting_quarters

# The flow written down a second time, as a table: state -> action -> next state.
_BEFORE_FINISH = ("ordered", "prepared", "under_way", "discussion_announced", "discussed")
FLOW: dict[str, dict[str, str]] = {
    "new": {"plan": "planned", "schedule": "scheduled"},
    "planned": {"schedule": "scheduled", "defer": "deferred", "cancel": "cancelled"},
    "scheduled": {"defer": "deferred", "cancel": "cancelled"},
    "deferred": {"defer": "deferred", "cancel": "cancelled"},
    "ordered": {"announce_start": "prepared"},
    "start_announced": {"order": "prepared", "cancel": "cancelled"},
    "prepared": {"begin": "under_way"},
    "under_way": {"announce_discussion": "discussion_announced"},
    "discussion_announced": {"hold_discussion": "discussed"},
    "discussed": {"finish": "finished"},
    "finished": {"sign_report": "report_signed", "cancel": "cancelled"},
    "report_signed": {"approve_plan": "plan_approved"},
    "plan_approved": {"publish": "monitoring", "withhold": "monitoring_unpublished"},
    "monitoring": {"report_progress": "monitoring", "review_progress": "monitoring", "close_monitoring": "closed"},
    "monitoring_unpublished": {
        "report_progress": "monitoring_unpublished",
        "review_progress": "monitoring_unpublished",
        "close_monitoring": "closed",
    },
    "closed": {},
    "cancelled": {},
}
for _state in ("new", "planned", "scheduled", "deferred"):
    FLOW[_state] |= {"order": "ordered", "announce_start": "start_announced"}
for _state in _BEFORE_FINISH:
    FLOW[_state] |= {"amend_order": _state, "cancel": "cancelled"}
for _state in ("report_signed", "plan_approved", "monitoring", "monitoring_unpublished"):
    FLOW[_state] |= {"approve_positions": _state, "forward_positions": _state}
for _state in FLOW.keys() - {"new", "planned"}:
    FLOW[_state]["schedule"] = _state
for _state in FLOW.keys() - {"new"}:
    FLOW[_state]["unschedule"] = "planned" if _state == "scheduled" else _state

_BEGUN = {*_BEFORE_FINISH, "finished", "start_announced", "report_signed", "plan_approved"}
_BEGUN |= {"monitoring", "monitoring_unpublished"}
for _state in _BEGUN:
    FLOW[_state] |= {"upload_documents": _state, "record_return": _state}
FLOW["closed"] |= {"upload_documents": "closed", "record_return": "monitoring"}
for _state in _BEGUN | {"planned", "scheduled", "deferred"}:
    FLOW[_state]["set_upload_dates"] = _state

ASIDE = {"cancel", "schedule", "unschedule", "forward_positions", "set_upload_dates"}
ASIDE |= {"upload_documents", "record_return"}
"""Actions that lead nowhere further."""

SIGNED = {"order", "amend_order", "sign_report", "approve_plan", "cancel"}


def signed(event: CaseEvent) -> bool:
    """Whether a signatory records it."""
    return getattr(event, "FIRST_HEAD_SIGNS", False) or isinstance(event, AnalysisCancelled)


NAMES = tuple(actions(WORKFLOWS["risk_analysis"]))


def data_for(action: str, day: date, quarter: str) -> dict[str, Any]:
    """A payload that fits, its act on the given day, of a quarter where one is asked for."""
    on = day.isoformat()
    later = (day + timedelta(days=40)).isoformat()
    payloads: dict[str, dict[str, Any]] = {
        "plan": {"year": 2024, "planned_on": on},
        "schedule": SCHEDULED | {"scheduled_on": on},
        "unschedule": {"schedule": SCHEDULED["schedule"]},
        "defer": {"deferred_on": on},
        "upload_documents": {"subtask": "1.1.2", "uploaded_on": on, "address": "https://example.kz/6"},
        "record_return": {"subtask": "1.1.2", "returned_on": on, "reason": "x"},
        "set_upload_dates": {
            "set_on": on,
            "basis": "x",
            "dates": [
                {"subtask": "1.1.2", "period": "2024", "upload_by": "2024-04-01"},
                {"subtask": "1.2.3", "period": "2024", "upload_by": "2024-06-03"},
            ],
        },
        "approve_positions": LIST | {"approved_on": on},
        "forward_positions": {"forwarded_on": on, "recipient": "almaty-region"},
        "order": ORDER | {"ordered_on": on, "starts_on": on, "ends_on": later, "file": SHA},
        "announce_start": START | {"published_on": on, "starts_on": on, "ends_on": later},
        "begin": {"began_on": on},
        "announce_discussion": DISCUSSION_ANNOUNCED | {"published_on": on, "discussion_on": later},
        "hold_discussion": DISCUSSION | {"held_on": on, "protocol_approved_on": on, "results_published_on": on},
        "finish": {"finished_on": on},
        "sign_report": REPORT | {"signed_on": on},
        "approve_plan": PLAN | {"approved_on": on, "items": [ITEM]},
        "publish": PUBLISHED | {"published_on": on},
        "withhold": WITHHELD | {"approved_on": on},
        "report_progress": PROGRESS | {"received_on": on, "quarter": quarter},
        "review_progress": REVIEW | {"reviewed_on": on, "quarter": quarter},
        "close_monitoring": CLOSED | {"closed_on": on, "reason": "x"},
        "amend_order": {"order_no": "2", "amended_on": on, "starts_on": on, "ends_on": later, "reason": "x"},
        "cancel": {"cancelled_on": on, "basis_no": "1", "reason": "x"},
    }
    return payloads[action]


class Analysis(RuleBasedStateMachine):
    """Anybody tries anything on any day; the model says what must come of it."""

    @initialize()
    def begin(self) -> None:
        """Start with nothing recorded."""
        self.scenario = Scenario()
        self.state = "new"
        self.day = date(2024, 2, 12)
        self.accepted = 0
        self.reported: list[str] = []
        self.reviewed: list[str] = []
        self.listed = False
        self.uploaded = False
        self.watched = ""

    @rule(
        action=st.sampled_from([name for name in NAMES if name not in {"cancel", "restore", *OF_ANY_CASE}]),
        actor=st.sampled_from((HEAD, APPARATUS, OFFICER, SUPERVISOR, SYSTEM)),
        days=st.integers(0, 20),
    )
    def attempt(self, action: str, actor: Any, days: int) -> None:
        """Try an action, some days later, and compare the answer with the model's."""
        self._try(action, actor, days)

    @rule(data=st.data(), days=st.integers(0, 12))
    def proceed(self, data: st.DataObject, days: int) -> None:
        """Take a step that the model allows, so that long lives are reached."""
        possible = sorted(FLOW[self.state].keys() - ASIDE)
        if possible:
            action = data.draw(st.sampled_from(possible))
            actor = APPARATUS if action == "withhold" else HEAD if action in SIGNED else OFFICER
            self._try(action, actor, days)

    @rule(luck=st.integers(0, 40), days=st.integers(0, 3))
    def call_off(self, luck: int, days: int) -> None:
        """Now and then the head cancels."""
        if luck == 17:
            self._try("cancel", HEAD, days)

    @rule(data=st.data(), actor=st.sampled_from((HEAD, APPARATUS, OFFICER, SUPERVISOR)))
    def confirm(self, data: st.DataObject, actor: Any) -> None:
        """A correction of a number or link changes neither terms nor deadlines, and needs the right of the entry; one of nothing is refused."""
        case = self.scenario.case
        own = [e for e in case.history if not isinstance(e, FactCorrected | UploadDatesSet)]
        if not own:
            return
        event = data.draw(st.sampled_from(own))
        before = (case.facts, {key: s.status for key, s in case.deadlines.items()})
        note, told = isinstance(event, PublicationWithheld), isinstance(event, AnalysisScheduled | AnalysisUnscheduled)
        planned = isinstance(event, AnalysisPlanned)  # supervisors give out the work, too
        right = (
            actor is APPARATUS
            if note
            else actor in (HEAD, APPARATUS)
            if signed(event)
            else actor is not SUPERVISOR or planned
        )
        right = right and not told
        said = msgspec.to_builtins(event.facts())
        mended = {name: f"{said[name]}{self.accepted}" for name in said if name.endswith("_no") or name == "address"}
        correction = {"corrects": event.originator_version, "reason": "x", "data": said | mended}
        expected = (None if mended else Invalid) if right else NotPermitted
        with pytest.raises(expected) if expected else nullcontext():
            self.scenario.do("correct", actor, self.day.isoformat(), **correction)
        self.accepted += 0 if expected else 1
        after = self.scenario.case
        assert ({k: s.status for k, s in after.deadlines.items()}) == before[1]
        assert msgspec.json.encode(after.facts.recommendation_states()) == msgspec.json.encode(
            before[0].recommendation_states()
        )
        assert after.facts.terms == before[0].terms

    def _try(self, action: str, actor: Any, days: int) -> None:
        day = self.day + timedelta(days=days)
        quarter = self._quarter(action, day)
        unordered = action == "upload_documents" and self.state == "start_announced"
        unlisted = action in {"forward_positions", "close_monitoring"} and not self.listed
        unsent = action == "record_return" and not self.uploaded
        possible = quarter and not unlisted and not unordered and not unsent
        expected = self._expected(action, actor) or (None if possible else Invalid)
        with pytest.raises(expected) if expected else nullcontext():
            self.scenario.do(action, actor, day.isoformat(), **data_for(action, day, quarter or "2024Q2"))
        if expected:
            return
        self.day = day
        self.state = self.watched if (self.state, action) == ("closed", "record_return") else FLOW[self.state][action]
        self.watched = self.state if action in {"publish", "withhold"} else self.watched
        self.listed = self.listed or action == "approve_positions"
        self.uploaded = {"upload_documents": True, "record_return": False}.get(action, self.uploaded)
        {"report_progress": self.reported, "review_progress": self.reviewed}.get(action, []).append(quarter)
        self.accepted += 1

    def _expected(self, action: str, actor: Any) -> type[Refused] | None:
        if action not in FLOW[self.state]:
            return WrongOrder
        officers = {HEAD, APPARATUS, OFFICER}
        right = {
            "plan": {*officers, SUPERVISOR, SYSTEM},
            "schedule": {SYSTEM},
            "unschedule": {SYSTEM},
            "set_upload_dates": {SYSTEM},
            "withhold": {APPARATUS},
        }.get(action, {HEAD, APPARATUS} if action in SIGNED else officers)
        return None if actor in right else NotPermitted

    def _quarter(self, action: str, day: date) -> str:
        """The first quarter of which a report or review is still possible; "" if there is none."""
        if action == "report_progress":
            due = [f"{year}Q{number}" for year, number in reporting_quarters(self.scenario.case.facts)]
            left = (q for q in due if q not in self.reported and quarter_start(q) <= day)
            return next(left, "")
        return next((q for q in self.reported if q not in self.reviewed), "") if action == "review_progress" else "any"

    @invariant()
    def agrees(self) -> None:
        """State, version and history agree with the model."""
        case = self.scenario.case
        assert case.state == self.state
        assert case.version == len(case.history) == self.accepted

    @invariant()
    def survives_storage(self) -> None:
        """What is stored and read again folds to the same case."""
        case = self.scenario.case
        if not case.history:
            return
        stored = codec.encode(case.history[-1])
        assert codec.decode(stored.topic, stored.state) == case.history[-1]

    @invariant()
    def judged_once_and_kept(self) -> None:
        """Every due date is a fact: judged deadlines carry the judgement of the date that is shown."""
        for standing in self.scenario.case.deadlines.values():
            if standing.judgement:
                assert standing.judgement.due == standing.deadline.due

    @invariant()
    def ended_owes_nothing(self) -> None:
        """An ended case has no open deadline."""
        case = self.scenario.case
        if case.state in self.scenario.workflow.ENDED:
            assert [key for key, standing in case.deadlines.items() if standing.open] == []


Analysis.TestCase.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
TestAnalysis = Analysis.TestCase
