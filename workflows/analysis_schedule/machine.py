"""What may happen to a schedule, in which order, by whose hand."""

from typing import cast

from statemachine import State

from events import analysis_schedule as happened
from events import case as any_case
from events.upload import UploadDatesSet, UploadReturned
from workflows.actor import Actor
from workflows.analysis_schedule.case import AnalysisSchedule
from workflows.analysis_schedule.consequences import CONSEQUENCES
from workflows.analysis_schedule.consistency import SUBTASK, WITH_SYSTEM
from workflows.analysis_schedule.facts import ScheduleFacts
from workflows.machine import each
from workflows.signatories import Paper
from workflows.uploads import UploadedWorkflow


class AnalysisScheduleWorkflow(UploadedWorkflow):
    """From the question of the year's plan to the end of the year (l.83–89)."""

    WORKFLOW = "analysis_schedule"
    TITLE = "Schedule of analyses"
    CASE = AnalysisSchedule
    SUBTASK = SUBTASK
    UPLOADING = "upload_schedule"
    ENDED = frozenset({"closed", "cancelled", "not_applicable"})
    BEGUN_BY = {"planned": "approve_schedule"}
    CONSEQUENCES = CONSEQUENCES

    new = State("New", initial=True)
    planned = State("Planned")
    approved = State("Approved")
    not_applicable = State("Not applicable")
    closed = State("Closed")
    cancelled = State("Cancelled")

    plan = new.to(planned, on=happened.SchedulePlanned.record, cond="planner")
    approve_schedule = approved.from_(new, planned, on=happened.ScheduleApproved.record, cond="signs_schedule")
    amend_schedule = each(approved, on=happened.ScheduleAmended.record, cond="signs_schedule")
    decide_against_schedule = planned.to(not_applicable, on=happened.ScheduleNotNeeded.record, cond="signs_schedule")
    upload_schedule = each(approved, closed, on=happened.ScheduleUploaded.record, cond="uploader")
    record_return = approved.from_(closed, on=UploadReturned.record, cond="uploader") | each(
        approved, on=UploadReturned.record, cond="uploader"
    )
    set_upload_dates = each(planned, approved, on=UploadDatesSet.record, cond="system")
    close_schedule = approved.to(closed, on=happened.ScheduleClosed.record, cond="officer")
    cancel_schedule = cancelled.from_(planned, approved, on=happened.ScheduleCancelled.record, cond="cancels")
    restore = cancelled.to(
        approved, on=happened.ScheduleRestored.record, cond=["system", "was_approved"]
    ) | cancelled.to(planned, on=happened.ScheduleRestored.record, cond="system")
    _recorded = (planned, approved, not_applicable, closed, cancelled)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="officer") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    extend_deadline = each(planned, approved, on=any_case.DeadlineExtended.record, cond="extends")
    name_responsible = each(planned, approved, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "approve_schedule": "Approve the schedule",
        "amend_schedule": "Amend the schedule",
        "decide_against_schedule": "Decide against a schedule",
        "upload_schedule": "Record the upload",
        "record_return": "Record that it was returned",
        "close_schedule": "Close the schedule",
        "plan": "Plan for the year",
        "set_upload_dates": "Set the dates of the Карта",
        "cancel_schedule": "Cancel the schedule",
        "restore": "Restore",
        "extend_deadline": "Extend a deadline",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }

    def refused_anyway(self) -> frozenset[str]:
        """Name the upload while the approved schedule has no file (l.89), and its return while nothing is uploaded."""
        facts = cast(ScheduleFacts, self.model.case.facts) if self.model.case else ScheduleFacts()
        needed = {
            "upload_schedule": facts.approved is None or facts.approved.file is not None,
            "record_return": bool(facts.uploads.standing),
        }
        return frozenset(name for name, there in needed.items() if not there)

    def was_approved(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the schedule had been approved before it was cancelled."""
        return self.model.case is not None and self.model.case.facts.approved is not None

    def cancels(self, actor: Actor) -> bool:
        """Somebody who signs the schedule, or the year's plan when the body owes none any longer."""
        return self.signs_schedule(actor) or self.system(actor)

    def signs_schedule(self, actor: Actor) -> bool:
        """Somebody who signs papers of a body that has a system below it (l.85–87; general rule of l.45)."""
        return actor.organization_type in WITH_SYSTEM and self._signs(actor, Paper.GENERAL)
