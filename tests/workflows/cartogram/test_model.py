"""Random lives of a cartogram against a plain model: sets of rows wanted, and sets of rows published."""

import uuid
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from events import codec
from tests.workflows.bodies import AKIMAT, DISTRICT, EDUCATION
from tests.workflows.cartogram.life import (
    AKIM,
    APPARATUS,
    CLOSED,
    INSPECTOR,
    OFFICER,
    POSITIONS,
    REGISTER,
    RESULTS,
    RISK_MAP,
    RISKS,
    SIGNED,
    UPLOADED,
)
from tests.workflows.scenario import OF_ANY_CASE, SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor
from workflows.cartogram.comparison import Section
from workflows.machine import actions
from workflows.refusals import Invalid, NotPermitted, Refused, WrongOrder
from workflows.registry import WORKFLOWS

OPEN = ("assigned", "outdated", "up_to_date", "report_signed", "report_uploaded")
OWN = {OFFICER, AKIM, APPARATUS}
RIGHTS: dict[str, set[Actor]] = {
    "plan": {*OWN, SYSTEM, SUPERVISOR},
    "receive_results": {SYSTEM},
    "withdraw_results": {SYSTEM},
    "update_risk_map": {INSPECTOR},
    "set_upload_dates": {SYSTEM},
    "sign_cartogram_report": {AKIM, APPARATUS},
    "cancel_cartogram": {SYSTEM},
    "reopen_cartogram": {SYSTEM},
}
POSSIBLE: dict[str, tuple[str, ...]] = {
    "plan": ("new",),
    "receive_results": ("new", *OPEN, "closed", "cancelled"),
    "withdraw_results": (*OPEN, "closed", "cancelled"),
    "update_positions": OPEN,
    "update_risks": OPEN,
    "update_risk_map": OPEN,
    "sign_cartogram_report": ("outdated", "up_to_date"),
    "upload_cartogram_report": ("report_signed",),
    "record_return": ("outdated", "up_to_date", "report_signed", "report_uploaded", "closed"),
    "close_cartogram": ("report_uploaded",),
    "reopen_cartogram": ("closed",),
    "set_upload_dates": OPEN,
    "cancel_cartogram": OPEN,
}
NAMES = tuple(name for name in actions(WORKFLOWS["cartogram"]) if name not in {"restore", *OF_ANY_CASE})
BODIES = (EDUCATION, DISTRICT)
ANALYSES = {body: [str(uuid.uuid5(uuid.NAMESPACE_URL, f"{body}{n}")) for n in range(2)] for body in BODIES}
titles = st.sets(st.sampled_from(("a", "b", "c")), max_size=3)
Row = tuple[str, str]


class Year(RuleBasedStateMachine):
    """Anybody tries anything; the model says what must come of it."""

    @initialize()
    def begin(self) -> None:
        """Start with nothing recorded."""
        self.scenario = Scenario("cartogram", AKIMAT, REGISTER)
        self.state = "new"
        self.day = date(2024, 1, 10)
        self.results: dict[str, tuple[str, frozenset[str], bool]] = {}
        self.published: dict[str, set[Row]] = {}
        self.accepted = 0
        self.uploaded = self.returned = False

    @rule(
        action=st.sampled_from((*NAMES, "receive_results", "update_positions", "update_risks")),
        actor=st.sampled_from((OFFICER, AKIM, APPARATUS, INSPECTOR, SUPERVISOR, SYSTEM)),
        data=st.data(),
    )
    def attempt(self, action: str, actor: Actor, data: st.DataObject) -> None:
        """Try an action."""
        self._try(action, actor, data)

    @rule(data=st.data())
    def proceed(self, data: st.DataObject) -> None:
        """Take a step that the model allows, by somebody who may."""
        possible = [name for name in NAMES if self.state in POSSIBLE[name] and name != "cancel_cartogram"]
        action = data.draw(st.sampled_from(possible))
        actor = data.draw(st.sampled_from(sorted(RIGHTS.get(action, OWN), key=lambda one: one.id)))
        self._try(action, actor, data)

    def _try(self, action: str, actor: Actor, data: st.DataObject) -> None:
        self.day += timedelta(days=data.draw(st.integers(0, 3)))
        body, rows = data.draw(st.sampled_from(BODIES)), data.draw(titles)
        analysis, planned = data.draw(st.sampled_from(ANALYSES[body])), data.draw(st.booleans())
        there = {(one, title) for one in BODIES for title in data.draw(titles)}
        if data.draw(st.booleans()):
            there = self.wanted("positions" if action == "update_positions" else "risks")
        expected = self._expected(action, actor)
        with pytest.raises(expected) if expected else nullcontext():
            given = self._data(action, (body, analysis, rows, planned), there)
            self.scenario.do(action, actor, self.day.isoformat(), **given)
        if expected:
            return
        self.accepted += 1
        self._moved(action, (body, analysis, frozenset(rows), planned), there)

    def _moved(self, action: str, result: tuple[str, str, frozenset[str], bool], there: set[Row]) -> None:
        body, analysis, rows, planned = result
        match action:
            case "receive_results":
                news = self.results.get(analysis) != (body, rows, planned)
                self.results[analysis] = (body, rows, planned)
                if self.state == "new" or (news and self.state in OPEN):
                    self.state = "outdated"
            case "withdraw_results":
                self.results.pop(analysis, None)
                at_rest = self.state in {"up_to_date", "report_signed", "report_uploaded"}
                if at_rest and (self.differs("positions") or self.differs("risks")):
                    self.state = "outdated"
            case "update_positions" | "update_risks":
                name = action.removeprefix("update_")
                other = "risks" if name == "positions" else "positions"
                self.published[name] = there
                self.state = "outdated" if self.differs(name) or self.differs(other) else "up_to_date"
            case "plan":
                self.state = "assigned"
            case "sign_cartogram_report":
                self.state = "report_signed"
            case "upload_cartogram_report":
                self.state, self.uploaded, self.returned = "report_uploaded", True, False
            case "record_return":
                self.uploaded, self.returned = False, True
                self.state = "report_uploaded" if self.state == "closed" else self.state
            case "close_cartogram":
                self.state = "closed"
            case "reopen_cartogram":
                self.state = "outdated"
            case "cancel_cartogram":
                self.state = "cancelled"

    def wanted(self, name: str) -> set[Row]:
        """The rows that a section should have."""
        return {(b, t) for b, rows, planned in self.results.values() if planned or name == "positions" for t in rows}

    def differs(self, name: str) -> bool:
        """Whether a section says anything else than the analyses."""
        wanted, there = self.wanted(name), self.published.get(name, set())
        analysed = {body for body, _, _ in self.results.values()}
        return bool(wanted - there) or any(body in analysed for body, _ in there - wanted)

    def _expected(self, action: str, actor: Actor) -> type[Refused] | None:
        again = action == "upload_cartogram_report" and self.state == "report_uploaded"
        if self.state not in POSSIBLE[action] and not again:
            return WrongOrder
        if actor not in RIGHTS.get(action, OWN):
            return NotPermitted
        if again and not self.returned:
            return NotPermitted
        if action == "record_return" and not self.uploaded:
            return Invalid
        unsaid = not self.published or self.differs("positions") or self.differs("risks")
        return Invalid if action == "sign_cartogram_report" and unsaid else None

    def _data(self, action: str, result: tuple[str, str, set[str], bool], there: set[Row]) -> dict[str, Any]:
        body, analysis, rows, planned = result
        on, ordered = self.day.isoformat(), sorted(rows)
        positions = [{"title": title, "unit": "u", "risk": "R1"} for title in ordered]
        risks = [{"code": title, "description": title, "measures": 1} for title in ordered]
        found = RESULTS | {"body": body, "analysis": analysis, "plan_approved": planned}
        payloads: dict[str, dict[str, Any]] = {
            "plan": {"year": 2024, "assigned_on": on},
            "receive_results": found | {"positions": positions, "risks": risks},
            "withdraw_results": {"analysis": analysis},
            "update_positions": POSITIONS | {
                "updated_on": on, "rows": [{"organization": b, "title": t, "unit": "u"} for b, t in sorted(there)]
            },
            "update_risks": RISKS | {
                "updated_on": on, "rows": [{"organization": b, "description": t, "measures": 1} for b, t in sorted(there)]
            },
            "update_risk_map": RISK_MAP | {"updated_on": on},
            "sign_cartogram_report": SIGNED | {"signed_on": on},
            "upload_cartogram_report": UPLOADED | {"uploaded_on": on},
            "record_return": {"returned_on": on, "reason": "x"},
            "set_upload_dates": {"set_on": on, "basis": "x", "dates": []},
            "close_cartogram": CLOSED | {"closed_on": on},
            "reopen_cartogram": {"reopened_on": on},
            "cancel_cartogram": {"cancelled_on": on, "basis_no": "1", "reason": "x"},
        }  # fmt: skip
        return payloads[action]

    @invariant()
    def agrees(self) -> None:
        """State, version, and of each section what is missing and whether it is outdated agree with the model."""
        case = self.scenario.case
        assert (case.state, case.version) == (self.state, self.accepted)
        for name in ("positions", "risks"):
            section: Section = getattr(case.facts, name)
            missing = {
                (row.organization, getattr(row, "title", "") or getattr(row, "description", ""))
                for row in section.missing
            }
            assert missing == self.wanted(name) - self.published.get(name, set())
            assert section.outdated == self.differs(name)

    @invariant()
    def survives_storage(self) -> None:
        """What is stored and read again is what was recorded."""
        for event in self.scenario.case.history[-1:]:
            stored = codec.encode(event)
            assert codec.decode(stored.topic, stored.state) == event


Year.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestYear = Year.TestCase
