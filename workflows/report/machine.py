"""What may happen to a report, in which order, by whose hand (requirements §13)."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from statemachine import State

from events import case as any_case
from events import report as happened
from events.event import CaseEvent
from events.text import Text, msg
from events.upload import UploadReturned
from workflows.actor import Actor, Role
from workflows.fact import FactWorkflow
from workflows.machine import NOW, each
from workflows.report.case import Report
from workflows.report.facts import ReportFacts
from workflows.report.identity import report_case
from workflows.report.proof import is_proved
from workflows.signatories import Paper


class ReportWorkflow(FactWorkflow):
    """Formed, checked, signed, submitted. What was formed never changes: a report that is reopened gets another version.

    Appendix 4 has no block for a signature (SG-10): it may be submitted once it is checked.
    """

    WORKFLOW = "report"
    TITLE = "Report on a form"
    CASE = Report
    TAKING_BACK = frozenset({"reopen_report", "return_report", "record_return"})

    new = State("New", initial=True)
    formed = State("Formed")
    checked = State("Checked")
    signed = State("Signed")
    submitted = State("Submitted")
    returned = State("Returned")
    reopened = State("To be formed anew")

    form_report = formed.from_(
        new, formed, returned, reopened, on=happened.ReportFormed.record, cond=["recorder", "filled_in"]
    )
    check_report = formed.to(checked, on=happened.ReportChecked.record, cond="recorder")
    sign_form = checked.to(signed, on=happened.ReportSigned.record, cond="recorder")
    submit_report = signed.to(submitted, on=happened.ReportSubmitted.record, cond="recorder") | checked.to(
        submitted, on=happened.ReportSubmitted.record, cond=["recorder", "needs_no_signature"]
    )
    return_report = submitted.to(returned, on=happened.ReportReturned.record, cond="receives")
    record_return = submitted.to(returned, on=UploadReturned.record, cond="recorder") | reopened.to(
        returned, on=UploadReturned.record, cond=["recorder", "was_submitted"]
    )
    reopen_report = reopened.from_(checked, signed, submitted, on=happened.ReportReopened.record, cond="recorder")
    _recorded = (formed, checked, signed, submitted, returned, reopened)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="recorder")
    name_responsible = each(*_recorded, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "form_report": "Form the report",
        "check_report": "Record the check",
        "sign_form": "Record the signature",
        "submit_report": "Record the submission",
        "return_report": "Return the report",
        "record_return": "Record that it was returned",
        "reopen_report": "Reopen the report",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }

    @classmethod
    def only_case(cls, organization: str, data: Mapping[str, Any]) -> UUID | None:
        """Give the id of the case of a form and a period."""
        appendix, period = data.get("appendix"), data.get("period")
        if not isinstance(appendix, int) or not period:
            return None
        return report_case(organization, appendix, str(period), consolidated=bool(data.get("consolidated")))

    def may_record(self, event: CaseEvent, actor: Actor) -> bool:
        """Whether an actor might have recorded an event that can still be put right: what was formed is formed anew instead."""
        return not isinstance(event, happened.ReportFormed) and super().may_record(event, actor)

    def filled_in(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the service filled the form in: whoever asked for it takes the action, with what the service prepared."""
        case, command = self.model.case, self.model.command
        return case is not None and command is not None and is_proved(case.organization, command.data)

    def needs_no_signature(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the form has no block for a signature (SG-10)."""
        form = self._facts.form
        return form is not None and form.paper is Paper.UNSIGNED_FORM

    def was_submitted(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the version that was reopened had been submitted: then it may still be given back."""
        return self._facts.submitted is not None

    def why_not(self, action: str) -> Text | None:
        """Say that what was reopened before it was submitted is not given back, and that a form with a place for it is signed first."""
        case, command = self.model.case, self.model.command
        if action == "record_return" and case and case.state == "reopened" and not self._facts.submitted:
            return msg("It was never uploaded: record the upload first.")
        if action == "submit_report" and command and self.recorder(command.actor):
            return msg("It is to be signed before it is uploaded.")
        return super().why_not(action)

    def receives(self, actor: Actor) -> bool:
        """Whoever receives the form: a body above, the supervisors of the anti-corruption body; not who handed it in."""
        case = self.model.case
        if actor.role is Role.SUPERVISOR:
            return True
        return (
            case is not None
            and actor.role in {Role.OFFICER, Role.SIGNATORY}
            and actor.organization in self.model.register.ancestors(case.organization, NOW)
        )

    @property
    def _facts(self) -> ReportFacts:
        case = self.model.case
        return cast(ReportFacts, case.facts) if case else ReportFacts()
