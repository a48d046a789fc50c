"""What may happen to an analysis, in which order, by whose hand."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from statemachine import State

from events import case as any_case
from events import risk_analysis as happened
from events.upload import UploadDatesSet, UploadReturned
from workflows.actor import Actor, Role
from workflows.compiled import table
from workflows.consequences import case_id
from workflows.machine import each
from workflows.risk_analysis.case import RiskAnalysis
from workflows.risk_analysis.consequences import CONSEQUENCES
from workflows.risk_analysis.facts import AnalysisFacts
from workflows.risk_analysis.quarters import reporting_quarters
from workflows.signatories import Paper
from workflows.uploads import UploadedWorkflow


class RiskAnalysisWorkflow(UploadedWorkflow):
    """From the year's plan, the schedule or the order to the end of the monitoring (l.75, l.85–181)."""

    WORKFLOW = "risk_analysis"
    TITLE = "Internal analysis of corruption risks"
    CASE = RiskAnalysis
    SUBTASK = "1.1.2"
    UPLOADING = "upload_documents"
    BEGUN_BY = dict.fromkeys(("planned", "scheduled", "deferred"), "order")

    new = State("New", initial=True)
    planned = State("Planned")
    scheduled = State("Scheduled")
    deferred = State("Deferred")
    ordered = State("Ordered")
    start_announced = State("Start announced, no order yet")
    prepared = State("Ordered and announced")
    under_way = State("Under way")
    discussion_announced = State("Discussion announced")
    discussed = State("Discussed")
    finished = State("Finished")
    report_signed = State("Report signed")
    plan_approved = State("Plan approved")
    monitoring = State("Published, being monitored")
    monitoring_unpublished = State("Withheld, being monitored")
    closed = State("Closed")
    cancelled = State("Cancelled")

    _awaited = (new, planned, scheduled, deferred)
    _preparing = (ordered, start_announced, prepared)
    _conducted = (under_way, discussion_announced, discussed)
    _reported = (report_signed, plan_approved, monitoring, monitoring_unpublished)

    plan = new.to(planned, on=happened.AnalysisPlanned.record, cond="planner")
    schedule = scheduled.from_(new, planned, on=happened.AnalysisScheduled.record, cond="system") | each(
        scheduled,
        deferred,
        *_preparing,
        *_conducted,
        finished,
        *_reported,
        closed,
        cancelled,
        on=happened.AnalysisScheduled.record,
        cond="system",
    )
    unschedule = scheduled.to(
        planned, on=happened.AnalysisUnscheduled.record, cond=["system", "its_schedule_speaks"]
    ) | each(
        planned,
        scheduled,
        deferred,
        *_preparing,
        *_conducted,
        finished,
        *_reported,
        closed,
        cancelled,
        on=happened.AnalysisUnscheduled.record,
        cond="system",
    )
    defer = deferred.from_(planned, scheduled, on=happened.AnalysisDeferred.record, cond="officer") | each(
        deferred, on=happened.AnalysisDeferred.record, cond="officer"
    )
    order = ordered.from_(*_awaited, on=happened.AnalysisOrdered.record, cond="signatory") | start_announced.to(
        prepared, on=happened.AnalysisOrdered.record, cond="signatory"
    )
    announce_start = start_announced.from_(*_awaited, on=happened.StartAnnounced.record, cond="officer") | ordered.to(
        prepared, on=happened.StartAnnounced.record, cond="officer"
    )
    begin = prepared.to(under_way, on=happened.AnalysisBegun.record, cond="officer")
    announce_discussion = under_way.to(discussion_announced, on=happened.DiscussionAnnounced.record, cond="officer")
    hold_discussion = discussion_announced.to(discussed, on=happened.DiscussionHeld.record, cond="officer")
    finish = discussed.to(finished, on=happened.AnalysisFinished.record, cond="officer")
    sign_report = finished.to(report_signed, on=happened.AnalyticalReportSigned.record, cond="signatory")
    approve_plan = report_signed.to(plan_approved, on=happened.ActionPlanApproved.record, cond="signatory")
    approve_positions = each(*_reported, on=happened.PositionListApproved.record, cond="officer")
    forward_positions = each(*_reported, on=happened.PositionListForwarded.record, cond="officer")
    publish = plan_approved.to(monitoring, on=happened.ResultsPublished.record, cond="officer")
    withhold = plan_approved.to(monitoring_unpublished, on=happened.PublicationWithheld.record, cond="approves_secrecy")
    report_progress = each(monitoring, monitoring_unpublished, on=happened.ProgressReported.record, cond="officer")
    review_progress = each(monitoring, monitoring_unpublished, on=happened.ProgressReviewed.record, cond="officer")
    close_monitoring = closed.from_(
        monitoring, monitoring_unpublished, on=happened.MonitoringClosed.record, cond="officer"
    )
    amend_order = each(ordered, prepared, *_conducted, on=happened.AnalysisOrderAmended.record, cond="signatory")
    cancel = cancelled.from_(
        planned,
        scheduled,
        deferred,
        *_preparing,
        *_conducted,
        finished,
        on=happened.AnalysisCancelled.record,
        cond="cancels",
    )
    upload_documents = each(
        *_preparing, *_conducted, finished, *_reported, closed, on=happened.DocumentsUploaded.record, cond="uploader"
    )
    record_return = (
        each(*_preparing, *_conducted, finished, *_reported, on=UploadReturned.record, cond="uploader")
        | closed.to(monitoring, on=UploadReturned.record, cond=["uploader", "was_published"])
        | closed.to(monitoring_unpublished, on=UploadReturned.record, cond="uploader")
    )
    set_upload_dates = each(
        planned,
        scheduled,
        deferred,
        *_preparing,
        *_conducted,
        finished,
        *_reported,
        on=UploadDatesSet.record,
        cond="system",
    )
    restore = cancelled.to(planned, on=happened.AnalysisRestored.record, cond="system")
    _lasting = (planned, scheduled, deferred, *_preparing, *_conducted, finished, *_reported)
    _recorded = (*_lasting, closed, cancelled)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="officer") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    extend_deadline = each(*_lasting, on=any_case.DeadlineExtended.record, cond="extends")
    name_responsible = each(*_lasting, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    CONSEQUENCES = CONSEQUENCES

    ACTIONS = {
        "order": "Order the analysis",
        "announce_start": "Announce the start",
        "begin": "Begin the analysis",
        "announce_discussion": "Announce the discussion",
        "hold_discussion": "Record the discussion",
        "finish": "Finish the analysis",
        "sign_report": "Sign the analytical report",
        "approve_plan": "Approve the action plan",
        "approve_positions": "Approve the list of positions",
        "forward_positions": "Forward the list of positions",
        "publish": "Publish the report and the plan",
        "withhold": "Withhold from publication",
        "report_progress": "Send quarterly information",
        "review_progress": "Review quarterly information",
        "close_monitoring": "Close the monitoring",
        "upload_documents": "Record the upload",
        "record_return": "Record that it was returned",
        "amend_order": "Amend the order",
        "plan": "Plan for the year",
        "schedule": "Take over the schedule",
        "unschedule": "Take out of the schedule",
        "defer": "Defer",
        "set_upload_dates": "Set the dates of the Карта",
        "cancel": "Cancel the analysis",
        "restore": "Restore",
        "extend_deadline": "Extend a deadline",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }

    @classmethod
    def only_case(cls, organization: str, data: Mapping[str, Any]) -> UUID | None:
        """Give the id of the analysis of a year: the plan's, or that in which an order or announcement lets it start."""
        year = data.get("year") or str(data.get("starts_on") or data.get("published_on") or "")[:4]
        return case_id(organization, cls.SUBTASK, str(year)) if year else None

    @classmethod
    def begins_another(cls, action: str, state: str) -> bool:
        """Whether an order or announcement is of a further analysis of the year: it is, if that one waits for neither."""
        return action in {"order", "announce_start"} and action not in table(cls)[state]

    def refused_anyway(self) -> frozenset[str]:
        """Name what lacks its ground: a list to forward or to end with, information that is still due, or to be reviewed, an upload."""
        case = self.model.case
        facts = cast(AnalysisFacts, case.facts) if case else AnalysisFacts()
        units = {item.unit for item in facts.plan.items} if facts.plan else set()
        due = {(unit, f"{year}Q{number}") for unit in units for year, number in reporting_quarters(facts)}
        needed = {
            "forward_positions": facts.position_list is not None,
            "close_monitoring": facts.position_list is not None,
            "report_progress": bool(due - facts.progress.keys()),
            "review_progress": bool(facts.progress.keys() - facts.reviews.keys()),
            "record_return": bool(facts.uploads.standing),
        }
        return frozenset(name for name, there in needed.items() if not there)

    def signatory(self, actor: Actor) -> bool:
        """Somebody who signs acts of the head, or an official who records for a body without an account who signed."""
        return super().signatory(actor) or self._records_signature(actor)

    def was_published(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the results were published, and not withheld."""
        return self.model.case is not None and cast(AnalysisFacts, self.model.case.facts).published is not None

    def its_schedule_speaks(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the schedule that the analysis follows is the one that takes it out."""
        case, command = self.model.case, self.model.command
        if case is None or command is None:
            return False
        return cast(AnalysisFacts, case.facts).is_scheduled_by(UUID(command.data["schedule"]))

    def cancels(self, actor: Actor) -> bool:
        """Somebody who signs acts of the head, or the year's plan when the body owes the analysis no longer."""
        return self.signatory(actor) or self.system(actor)

    def approves_secrecy(self, actor: Actor) -> bool:
        """Somebody who approves the note that justifies withholding (SG-7, l.155)."""
        return self._signs(actor, Paper.SECRECY_NOTE) or self._records_signature(actor)

    def _records_signature(self, actor: Actor) -> bool:
        return actor.role is Role.OFFICER and self._acts_for_it(actor)
