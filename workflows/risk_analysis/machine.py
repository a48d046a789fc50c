"""What may happen to an analysis, in which order, by whose hand."""

from statemachine import State

from events import case as any_case
from events import risk_analysis as happened
from workflows.actor import Actor
from workflows.machine import Workflow, each
from workflows.risk_analysis.case import RiskAnalysis
from workflows.signatories import Paper


class RiskAnalysisWorkflow(Workflow):
    """From the order to the end of the monitoring (l.91–169)."""

    WORKFLOW = "risk_analysis"
    TITLE = "Internal analysis of corruption risks"
    CASE = RiskAnalysis

    new = State("New", initial=True)
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

    order = new.to(ordered, on=happened.AnalysisOrdered.record, cond="signatory") | start_announced.to(
        prepared, on=happened.AnalysisOrdered.record, cond="signatory"
    )
    announce_start = new.to(start_announced, on=happened.StartAnnounced.record, cond="officer") | ordered.to(
        prepared, on=happened.StartAnnounced.record, cond="officer"
    )
    begin = prepared.to(under_way, on=happened.AnalysisBegun.record, cond="officer")
    announce_discussion = under_way.to(discussion_announced, on=happened.DiscussionAnnounced.record, cond="officer")
    hold_discussion = discussion_announced.to(discussed, on=happened.DiscussionHeld.record, cond="officer")
    finish = discussed.to(finished, on=happened.AnalysisFinished.record, cond="officer")
    sign_report = finished.to(report_signed, on=happened.AnalyticalReportSigned.record, cond="signatory")
    approve_plan = report_signed.to(plan_approved, on=happened.ActionPlanApproved.record, cond="signatory")
    publish = plan_approved.to(monitoring, on=happened.ResultsPublished.record, cond="officer")
    withhold = plan_approved.to(monitoring_unpublished, on=happened.PublicationWithheld.record, cond="approves_secrecy")
    report_progress = each(monitoring, monitoring_unpublished, on=happened.ProgressReported.record, cond="officer")
    review_progress = each(monitoring, monitoring_unpublished, on=happened.ProgressReviewed.record, cond="officer")
    close_monitoring = closed.from_(
        monitoring, monitoring_unpublished, on=happened.MonitoringClosed.record, cond="officer"
    )
    amend_order = each(
        ordered,
        prepared,
        under_way,
        discussion_announced,
        discussed,
        on=happened.AnalysisOrderAmended.record,
        cond="signatory",
    )
    cancel = cancelled.from_(
        ordered,
        start_announced,
        prepared,
        under_way,
        discussion_announced,
        discussed,
        finished,
        on=happened.AnalysisCancelled.record,
        cond="signatory",
    )
    correct = each(
        ordered,
        start_announced,
        prepared,
        under_way,
        discussion_announced,
        discussed,
        finished,
        report_signed,
        plan_approved,
        monitoring,
        monitoring_unpublished,
        closed,
        cancelled,
        on=any_case.FactCorrected.record,
        cond="officer",
    )

    ACTIONS = {
        "order": "Order the analysis",
        "announce_start": "Announce the start",
        "begin": "Begin the analysis",
        "announce_discussion": "Announce the discussion",
        "hold_discussion": "Record the discussion",
        "finish": "Finish the analysis",
        "sign_report": "Sign the analytical report",
        "approve_plan": "Approve the action plan",
        "publish": "Publish the report and the plan",
        "withhold": "Withhold from publication",
        "report_progress": "Send quarterly information",
        "review_progress": "Review quarterly information",
        "close_monitoring": "Close the monitoring",
        "amend_order": "Amend the order",
        "cancel": "Cancel the analysis",
        "correct": "Correct an entry",
    }

    def approves_secrecy(self, actor: Actor) -> bool:
        """Somebody who approves the note that justifies withholding (SG-7, l.155)."""
        return self._signs(actor, Paper.SECRECY_NOTE)
