"""Random lives of a broken restriction against a plain model: who may do what, when, and what stays in memory."""

from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from events import codec
from tests.workflows.bodies import EDUCATION
from tests.workflows.hr import CLERK, HEAD, HR, STRANGER
from tests.workflows.restriction_fact.life import CLOSED, HANDED_OVER, MEASURES, OPENINGS, REGISTER, cured
from tests.workflows.scenario import OF_ANY_CASE, SUPERVISOR, Scenario
from workflows.actor import SYSTEM, Actor
from workflows.machine import actions
from workflows.refusals import Invalid, NotPermitted, Refused, WrongOrder
from workflows.registry import WORKFLOWS

OWN, ON_THE_LIST = {HR, HEAD, CLERK}, {HR, HEAD}
OPEN, KNOWN = ("registered", "measured"), ("registered", "measured", "closed")
OPENING = {opening.action: row for row, opening in OPENINGS.items()}
POSSIBLE: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(OPENING, ("new",)),
    "record_measures": OPEN,
    "hand_over_gift": OPEN,
    "record_cure": OPEN,
    "close_restriction_fact": ("measured",),
    "withdraw_fact": KNOWN,
    "link_fact": KNOWN,
}
LEADS_TO = {
    **dict.fromkeys(OPENING, "registered"),
    "record_measures": "measured",
    "close_restriction_fact": "closed",
    "withdraw_fact": "withdrawn",
}
NAMES = tuple(name for name in actions(WORKFLOWS["restriction_fact"]) if name not in OF_ANY_CASE)


class Life(RuleBasedStateMachine):
    """Anybody tries anything; the model says what must come of it."""

    @initialize()
    def begin(self) -> None:
        """Start with nothing recorded."""
        self.scenario = Scenario("restriction_fact", EDUCATION, REGISTER)
        self.state, self.row, self.day = "new", "", date(2024, 5, 14)
        self.done: list[str] = []

    @rule(
        action=st.sampled_from(NAMES),
        actor=st.sampled_from((HR, HEAD, CLERK, STRANGER, SUPERVISOR, SYSTEM)),
        days=st.integers(0, 9),
        reasoned=st.booleans(),
    )
    def attempt(self, action: str, actor: Actor, days: int, reasoned: bool) -> None:
        """Try an action."""
        self._try(action, actor, days, reasoned)

    @rule(data=st.data(), days=st.integers(0, 9), reasoned=st.booleans())
    def proceed(self, data: st.DataObject, days: int, reasoned: bool) -> None:
        """Take a step that is possible now, by somebody who may; nobody withdraws what is not yet closed."""
        possible = [n for n in NAMES if self.state in POSSIBLE[n] and (n != "withdraw_fact" or self.state == "closed")]
        if possible:
            self._try(data.draw(st.sampled_from(possible)), data.draw(st.sampled_from((HR, HEAD))), days, reasoned)

    def _try(self, action: str, actor: Actor, days: int, reasoned: bool) -> None:
        self.day += timedelta(days=days)
        expected = self._expected(action, actor, reasoned)
        with pytest.raises(expected) if expected else nullcontext():
            self.scenario.do(action, actor, self.day.isoformat(), **self._data(action, reasoned))
        if expected is None:
            self.row = OPENING.get(action, self.row)
            self.state = LEADS_TO.get(action, self.state)
            self.done.append(action)

    @property
    def gift_kept(self) -> bool:
        """Whether there is a gift that nobody has handed over."""
        return self.row == "2.5.4" and "hand_over_gift" not in self.done

    def _expected(self, action: str, actor: Actor, reasoned: bool) -> type[Refused] | None:
        if self.state not in POSSIBLE[action]:
            return WrongOrder
        sealed = "2.5.5" in {self.row, OPENING.get(action)}
        fits = {"hand_over_gift": self.row == "2.5.4", "record_cure": self.row in OPENINGS and OPENINGS[self.row].cure}
        if actor not in (ON_THE_LIST if sealed else OWN) or not fits.get(action, True):
            return NotPermitted
        again = action in {"hand_over_gift", "record_cure"} and action in self.done
        unexplained = action == "close_restriction_fact" and self.gift_kept is not reasoned
        return Invalid if again or unexplained else None

    def _data(self, action: str, reasoned: bool) -> dict[str, Any]:
        on = self.day.isoformat()
        if action in OPENING:
            return {"found_on": on} | OPENINGS[OPENING[action]].data
        payloads: dict[str, dict[str, Any]] = {
            "record_measures": MEASURES | {"taken_on": on},
            "hand_over_gift": HANDED_OVER | {"handed_on": on},
            "record_cure": cured(self.row, on) if self.row in OPENINGS else {"cured_on": on, "how": "dismissed"},
            "close_restriction_fact": CLOSED | {"closed_on": on} | ({"not_handed_over": "x"} if reasoned else {}),
            "withdraw_fact": {"withdrawn_on": on, "reason": "x"},
            "link_fact": {"same_as": "6f1c2f0e-6f0b-5a0e-9a53-0d7c6c1f7a11", "linked_on": on, "reason": "x"},
        }
        return payloads[action]

    @invariant()
    def agrees(self) -> None:
        """State, row, version and what is remembered agree with the model; every event of an account is sealed."""
        case, facts = self.scenario.case, self.scenario.case.facts
        assert (case.state, facts.row, case.version) == (self.state, self.row, len(self.done))
        assert len(facts.measures) == self.done.count("record_measures")
        assert (facts.cured is None, facts.handed_over is None) == (
            "record_cure" not in self.done, "hand_over_gift" not in self.done
        )  # fmt: skip
        sealed = "C6" if self.row == "2.5.5" else ""
        assert {event.envelope.clearance for event in case.history} <= {sealed}

    @invariant()
    def owes_nothing_after_the_end(self) -> None:
        """A time of the law is awaited only while the work goes on."""
        if self.state in {"closed", "withdrawn"}:
            assert not any(standing.open for standing in self.scenario.case.deadlines.values())

    @invariant()
    def survives_storage(self) -> None:
        """What is stored and read again is what was recorded."""
        for event in self.scenario.case.history[-1:]:
            assert codec.read(codec.encode(event)) == event


Life.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestLife = Life.TestCase
