"""Random lives of a body's rows against a plain model: sets of facts by quarter, and quarters declared nil."""

from collections import defaultdict
from contextlib import nullcontext
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.workflows.offence_report.life import REGISTERED, WITHDRAWN
from tests.workflows.reporting_row.desk import Desk
from tests.workflows.reporting_row.test_reporting_row import LATE, NIL, REVOKED
from workflows.refusals import Invalid, WrongOrder

DAYS = {"2024Q1": ("2024-02-12", "2024-03-31"), "2024Q2": ("2024-04-01", "2024-06-30"), "2024Q3": ("2024-07-01",)}
QUARTERS = {day: quarter for quarter, days in DAYS.items() for day in days}
days, quarters = st.sampled_from(sorted(QUARTERS)), st.sampled_from(sorted(DAYS))


class Rows(RuleBasedStateMachine):
    """Facts are found, moved, linked and withdrawn, nils declared, revoked and corrected, in any order."""

    @initialize()
    def begin(self) -> None:
        """Start with nothing said."""
        self.desk = Desk()
        self.found: dict[UUID, str] = {}
        self.withdrawn: set[UUID] = set()
        self.nil: set[str] = set()
        self.said: set[str] = set()

    def standing(self) -> dict[str, set[UUID]]:
        """Give the facts that should stand in each row."""
        rows: dict[str, set[UUID]] = defaultdict(set)
        for fact in self.found.keys() - self.withdrawn:
            rows[QUARTERS[self.found[fact]]].add(fact)
        return rows

    @rule(day=days)
    def find(self, day: str) -> None:
        """Register an offence: nothing ever keeps an official from it."""
        fact = self.desk.open("offence_report", "register_offence", LATE, **REGISTERED | {"found_on": day})
        self.found[fact.id] = day
        self._entered(day)

    @precondition(lambda self: self.found)
    @rule(day=days, data=st.data())
    def move(self, day: str, data: st.DataObject) -> None:
        """Correct the day of a fact, a withdrawn one too; a correction that changes nothing is refused."""
        fact = data.draw(st.sampled_from(sorted(self.found)))
        with pytest.raises(Invalid) if self.found[fact] == day else nullcontext():
            self.desk.correct(self.desk.cases[fact], 1, LATE, **REGISTERED | {"found_on": day})
        moved = QUARTERS[self.found[fact]] != QUARTERS[day]
        self.found[fact] = day
        if moved and fact not in self.withdrawn:
            self._entered(day)

    @precondition(lambda self: self.found)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        """Withdraw a fact, once."""
        fact = data.draw(st.sampled_from(sorted(self.found)))
        with pytest.raises(WrongOrder) if fact in self.withdrawn else nullcontext():
            self.desk.do(self.desk.cases[fact], "withdraw_fact", LATE, **WITHDRAWN)
        self.withdrawn.add(fact)

    @rule(quarter=quarters)
    def declare(self, quarter: str) -> None:
        """Declare a nil: refused exactly while a fact or a nil stands."""
        taken = quarter in self.nil or bool(self.standing()[quarter])
        given = NIL | {"period": quarter}
        row = self.desk.row(quarter)
        with pytest.raises(WrongOrder) if taken else nullcontext():
            if row:
                self.desk.do(row, "declare_no_facts", LATE, **given)
            else:
                self.desk.open("reporting_row", "declare_no_facts", LATE, **given)
        if not taken:
            self.nil.add(quarter)
            self.said.add(quarter)

    @precondition(lambda self: self.said)
    @rule(data=st.data())
    def revoke(self, data: st.DataObject) -> None:
        """Revoke a nil, where one stands."""
        quarter = data.draw(st.sampled_from(sorted(self.said)))
        row = self.desk.row(quarter)
        assert row is not None
        with nullcontext() if quarter in self.nil else pytest.raises(WrongOrder):
            self.desk.do(row, "revoke_no_facts", LATE, **REVOKED)
        self.nil.discard(quarter)

    @precondition(lambda self: self.said)
    @rule(data=st.data(), number=st.sampled_from(("1", "2")))
    def correct_nil(self, data: st.DataObject, number: str) -> None:
        """Correct the first nil of a row, standing or not: that neither ends one nor brings one back."""
        quarter = data.draw(st.sampled_from(sorted(self.said)))
        row = self.desk.row(quarter)
        assert row is not None
        first = next(event for event in row.history if event.TOPIC == "reporting_row.nil_declared")
        entry = first.originator_version
        known = row.event(entry)
        assert known is not None
        given = NIL | {"period": quarter, "document_no": number}
        with pytest.raises(Invalid) if known.facts()["document_no"] == number else nullcontext():
            self.desk.correct(row, entry, LATE, **given)

    def _entered(self, day: str) -> None:
        self.nil.discard(QUARTERS[day])

    @invariant()
    def rows_agree(self) -> None:
        """Each row holds the facts of its quarter or the nil, never both, and its state says which."""
        standing = self.standing()
        for quarter in DAYS:
            row = self.desk.row(quarter)
            facts = set(row.facts.facts) if row else set()
            assert facts == standing[quarter]
            assert bool(row and row.facts.nil) == (quarter in self.nil)
            assert not (facts and quarter in self.nil)
            if row:
                assert row.state == (
                    "with_facts" if facts else "nil_declared" if quarter in self.nil else "empty_again"
                )


Rows.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestRows = Rows.TestCase
