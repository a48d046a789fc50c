"""What may happen to a cartogram, in which order, by whose hand."""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import msgspec
from statemachine import State

from events import cartogram as happened
from events import case as any_case
from events.event import CaseEvent
from events.organization import OrganizationType
from events.text import Text
from events.upload import UploadDatesSet, UploadReturned
from workflows import payload
from workflows.actor import Actor, Role
from workflows.cartogram.case import Cartogram
from workflows.cartogram.comparison import Update
from workflows.cartogram.consequences import CONSEQUENCES
from workflows.cartogram.consistency import SUBTASK
from workflows.cartogram.facts import CartogramFacts
from workflows.cartogram.keepers import region_of
from workflows.machine import NOW, each
from workflows.refusals import Invalid
from workflows.signatories import Paper
from workflows.uploads import UploadedWorkflow, uploaded_already

_SECTIONS: dict[str, tuple[type[CaseEvent], str]] = {
    "update_positions": (happened.PositionsUpdated, "positions_update"),
    "update_risks": (happened.RisksUpdated, "risks_update"),
}
"""The event of each action of the akimat, and the fact that it changes."""


class CartogramWorkflow(UploadedWorkflow):
    """From the first results of the year to its end (l.183–344)."""

    WORKFLOW = "cartogram"
    TITLE = "Corruption cartogram"
    CASE = Cartogram
    SUBTASK = SUBTASK
    UPLOADING = "upload_cartogram_report"
    BEGUN_BY = {"assigned": "update_positions"}

    new = State("New", initial=True)
    assigned = State("Assigned")
    outdated = State("To be brought up to date")
    up_to_date = State("Up to date")
    report_signed = State("Report signed")
    report_uploaded = State("Report uploaded")
    closed = State("Closed")
    cancelled = State("Cancelled")

    _open = (assigned, outdated, up_to_date, report_signed, report_uploaded)

    plan = new.to(assigned, on=happened.CartogramAssigned.record, cond="planner")
    receive_results = (
        each(
            assigned,
            up_to_date,
            report_signed,
            report_uploaded,
            on=happened.AnalysisResultsReceived.record,
            cond=["system", "repeats"],
        )
        | outdated.from_(
            new,
            assigned,
            up_to_date,
            report_signed,
            report_uploaded,
            on=happened.AnalysisResultsReceived.record,
            cond="system",
        )
        | each(outdated, closed, cancelled, on=happened.AnalysisResultsReceived.record, cond="system")
    )
    withdraw_results = outdated.from_(
        up_to_date,
        report_signed,
        report_uploaded,
        on=happened.AnalysisResultsWithdrawn.record,
        cond=["system", "leaves_rows_behind"],
    ) | each(*_open, closed, cancelled, on=happened.AnalysisResultsWithdrawn.record, cond="system")
    update_positions = up_to_date.from_(
        *_open, on=happened.PositionsUpdated.record, cond=["officer", "brings_up_to_date"]
    ) | outdated.from_(*_open, on=happened.PositionsUpdated.record, cond="officer")
    update_risks = up_to_date.from_(
        *_open, on=happened.RisksUpdated.record, cond=["officer", "brings_up_to_date"]
    ) | outdated.from_(*_open, on=happened.RisksUpdated.record, cond="officer")
    update_risk_map = each(*_open, on=happened.RiskMapUpdated.record, cond="territorial_department")
    sign_cartogram_report = report_signed.from_(
        outdated, up_to_date, on=happened.CartogramReportSigned.record, cond="signs_report"
    )
    upload_cartogram_report = report_signed.to(
        report_uploaded, on=happened.CartogramReportUploaded.record, cond="uploader"
    ) | each(report_uploaded, on=happened.CartogramReportUploaded.record, cond=["uploader", "was_returned"])
    record_return = report_uploaded.from_(closed, on=UploadReturned.record, cond="uploader") | each(
        outdated, up_to_date, report_signed, report_uploaded, on=UploadReturned.record, cond="uploader"
    )
    close_cartogram = report_uploaded.to(closed, on=happened.CartogramClosed.record, cond="officer")
    reopen_cartogram = closed.to(outdated, on=happened.CartogramReopened.record, cond="system")
    set_upload_dates = each(*_open, on=UploadDatesSet.record, cond="system")
    cancel_cartogram = cancelled.from_(*_open, on=happened.CartogramCancelled.record, cond="system")
    restore = cancelled.to(
        assigned, on=happened.CartogramRestored.record, cond=["system", "waits_for_nothing"]
    ) | cancelled.to(outdated, on=happened.CartogramRestored.record, cond="system")
    _recorded = (*_open, closed, cancelled)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="may_correct_something") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    extend_deadline = each(*_open, on=any_case.DeadlineExtended.record, cond="extends")
    name_responsible = each(*_open, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    CONSEQUENCES = CONSEQUENCES

    ACTIONS = {
        "plan": "Plan for the year",
        "receive_results": "Take over the results of an analysis",
        "withdraw_results": "Withdraw the results of an analysis",
        "update_positions": "Update section 1: positions",
        "update_risks": "Update section 2: risks",
        "update_risk_map": "Update section 3: map of risks",
        "sign_cartogram_report": "Sign the report on the cartogram",
        "upload_cartogram_report": "Upload the report on the cartogram",
        "record_return": "Record that it was returned",
        "close_cartogram": "Close the year's cartogram",
        "reopen_cartogram": "Reopen the year's cartogram",
        "set_upload_dates": "Set the dates of the Карта",
        "cancel_cartogram": "Cancel the cartogram",
        "restore": "Restore",
        "extend_deadline": "Extend a deadline",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }

    def repeats(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the results of the analysis are known already."""
        command = self.model.command
        if command is None:
            return False
        known = self._facts.results.get(UUID(command.data["analysis"]))
        return known is not None and msgspec.json.decode(msgspec.json.encode(known.facts())) == command.data

    def leaves_rows_behind(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether a section is outdated without the results that are withdrawn."""
        case, command = self.model.case, self.model.command
        if case is None or command is None:
            return False
        left = self._facts.without(UUID(command.data["analysis"]), case.version + 1)
        return left.positions.outdated or left.risks.outdated

    def waits_for_nothing(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether neither section waits for an update."""
        return not (self._facts.positions.outdated or self._facts.risks.outdated)

    def was_returned(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the report that was uploaded was given back."""
        return SUBTASK in self._facts.uploads.returned

    def brings_up_to_date(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether both sections equal the analyses once this one is updated (l.340)."""
        case, command = self.model.case, self.model.command
        section = _SECTIONS.get(command.action) if command else None
        if case is None or command is None or section is None:
            return False
        event, update = section
        try:
            data = payload.checked(event, command.data)
        except Invalid:
            return False  # whose fields are wrong is told so when the event is made
        rows = Update(case.version + 1, data["updated_on"], data["address"], data["rows"])
        changed: dict[str, Any] = {update: rows}
        facts = replace(self._facts, **changed)
        return not (facts.positions.outdated or facts.risks.outdated)

    def refused_anyway(self) -> frozenset[str]:
        """Name the report while there is nothing to report or a section differs, and its upload while it has no file.

        What is not uploaded is not returned.
        """
        facts = self._facts
        sections = (facts.positions, facts.risks)
        needed = {
            "sign_cartogram_report": any(one.update for one in sections) and not any(one.outdated for one in sections),
            "upload_cartogram_report": facts.signed is None or facts.signed.file is not None,
            "record_return": bool(facts.uploads.standing),
        }
        return frozenset(name for name, there in needed.items() if not there)

    def why_not(self, action: str) -> Text | None:
        """Say that the report is uploaded already; else who uploads, to those who do not."""
        if why := super().why_not(action):
            return why
        if action != self.UPLOADING or not self._facts.uploaded:
            return None
        return uploaded_already(self._facts.uploaded)

    def territorial_department(self, actor: Actor) -> bool:
        """Somebody of the anti-corruption body's department in the region, and nobody of the akimat (l.342)."""
        case, register = self.model.case, self.model.register
        if case is None or actor.organization_type is not OrganizationType.AGT:
            return False
        region = region_of(case.organization, NOW, register)
        return region != "" and actor.role is not Role.SYSTEM and region == region_of(actor.organization, NOW, register)

    def signs_report(self, actor: Actor) -> bool:
        """Somebody whose signature is accepted under Appendix 1 (SG-9)."""
        return self._signs(actor, Paper.APPENDIX_1_2)

    def may_correct_something(self, actor: Actor) -> bool:
        """Somebody of the akimat or of the territorial department; whether this very entry is asked of its own guard."""
        return self.officer(actor) or self.territorial_department(actor)

    @property
    def _facts(self) -> CartogramFacts:
        case = self.model.case
        return cast(CartogramFacts, case.facts) if case else CartogramFacts()
