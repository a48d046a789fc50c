"""What may happen to a row of Appendix 2, in which order, by whose hand."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from statemachine import State

from events import case as any_case
from events import reporting_row as happened
from workflows.actor import Actor
from workflows.fact import ROW_WORKFLOW, FactWorkflow, row_case
from workflows.machine import each
from workflows.reporting_row.case import ReportingRow
from workflows.reporting_row.facts import RowFacts


class ReportingRowWorkflow(FactWorkflow):
    """Facts and a nil exclude each other (A-66). A row of which nothing was ever said has no case: it is not reported.

    Officials declare a nil, and may not while a fact stands in the row. They may always register a fact: that ends the nil.
    """

    WORKFLOW = ROW_WORKFLOW
    TITLE = "Row of Appendix 2"
    CASE = ReportingRow
    TAKING_BACK = frozenset({"revoke_no_facts"})

    new = State("New", initial=True)
    nil_declared = State("Nothing to report")
    with_facts = State("With facts")
    empty_again = State("Not reported any more")

    enter_fact = with_facts.from_(new, nil_declared, empty_again, on=happened.FactEntered.record, cond="system") | each(
        with_facts, on=happened.FactEntered.record, cond="system"
    )
    leave_fact = each(with_facts, on=happened.FactLeft.record, cond=["system", "others_remain"]) | with_facts.to(
        empty_again, on=happened.FactLeft.record, cond="system"
    )
    declare_no_facts = nil_declared.from_(new, empty_again, on=happened.RowNilDeclared.record, cond="recorder")
    revoke_no_facts = nil_declared.to(empty_again, on=happened.RowNilRevoked.record, cond="recorder")
    correct = each(nil_declared, with_facts, empty_again, on=any_case.FactCorrected.record, cond="recorder")

    ACTIONS = {
        "declare_no_facts": "Declare that there are no facts",
        "revoke_no_facts": "Revoke the declaration",
        "enter_fact": "Enter a fact in the row",
        "leave_fact": "Take a fact out of the row",
        "correct": "Correct an entry",
    }

    @classmethod
    def only_case(cls, organization: str, data: Mapping[str, Any]) -> UUID | None:
        """Give the id of the case of a row and a quarter."""
        row, period = data.get("row"), data.get("period")
        return row_case(organization, str(row), str(period)) if row and period else None

    def others_remain(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether another fact stands in the row than the one that leaves it."""
        case, command = self.model.case, self.model.command
        if case is None or command is None:
            return False
        return any(str(fact) != command.data["fact"] for fact in cast(RowFacts, case.facts).facts)
