"""What may happen to a report of an offence, in which order, by whose hand."""

from typing import cast

from statemachine import State

from events import case as any_case
from events import fact
from events import offence_report as happened
from events.clearance import Clearance
from workflows.actor import Actor
from workflows.fact import FactWorkflow, row_rules
from workflows.machine import each
from workflows.offence_report.case import OffenceReport
from workflows.offence_report.facts import OffenceReportFacts


class OffenceReportWorkflow(FactWorkflow):
    """From the offence that was found to the end of what the authorised body recommends (l.356–366).

    A reply, or one more report, may come after the case was closed: it is open again then.
    """

    WORKFLOW = "offence_report"
    TITLE = "Report of a corruption offence"
    CASE = OffenceReport
    ENDED = frozenset({"withdrawn"})

    new = State("New", initial=True)
    registered = State("Registered")
    reported = State("Reported, awaiting a reply")
    replied = State("Reply received")
    closed = State("Closed")
    withdrawn = State("Withdrawn")

    _known = (registered, reported, replied, closed)

    register_offence = new.to(registered, on=happened.OffenceRegistered.record, cond="recorder")
    report_offence = reported.from_(
        registered, replied, closed, on=happened.OffenceReported.record, cond="recorder"
    ) | each(reported, on=happened.OffenceReported.record, cond="recorder")
    receive_reply = replied.from_(reported, closed, on=happened.ReplyReceived.record, cond="recorder") | each(
        replied, on=happened.ReplyReceived.record, cond="recorder"
    )
    execute_recommendation = each(reported, replied, closed, on=happened.RecommendationExecuted.record, cond="recorder")
    close_offence_report = closed.from_(reported, replied, on=happened.ReportClosed.record, cond="recorder")
    withdraw_fact = withdrawn.from_(*_known, on=fact.FactWithdrawn.record, cond="recorder")
    link_fact = each(*_known, on=fact.FactLinked.record, cond="recorder")
    _recorded = (*_known, withdrawn)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="recorder") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    name_responsible = each(*_known, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    CONSEQUENCES = row_rules(happened.OffenceRegistered)

    ACTIONS = {
        "register_offence": "Register an offence",
        "report_offence": "Record the report to the authorised body",
        "receive_reply": "Record the reply",
        "execute_recommendation": "Record that a recommendation is carried out",
        "close_offence_report": "Close the report",
        "withdraw_fact": "Withdraw the fact",
        "link_fact": "Say that it is the fact of another case",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }

    def refused_anyway(self) -> frozenset[str]:
        """Name the carrying out of recommendations where none is left."""
        case = self.model.case
        left = case is not None and bool(cast(OffenceReportFacts, case.facts).recommendations_left)
        return frozenset() if left else frozenset({"execute_recommendation"})

    def recorder(self, actor: Actor) -> bool:
        """An official of the body or its uploader who is on the list of those who may see such reports (l.366)."""
        return super().recorder(actor) and self.cleared(actor, Clearance.CORRUPTION_REPORTS)
