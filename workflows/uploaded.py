"""What was uploaded of a subtask to the Cross-platform, and given back, in the order in which it was recorded (l.41, l.47)."""

from events.analysis_schedule import ScheduleUploaded
from events.cartogram import CartogramReportUploaded
from events.event import CaseEvent
from events.report import ReportReturned, ReportSubmitted
from events.risk_analysis import DocumentsUploaded
from events.subtask import SubtaskReturned, SubtaskUploaded
from events.upload import UploadReturned
from workflows.case import Case
from workflows.machine import Action, Workflow, actions
from workflows.risk_analysis.facts import AnalysisFacts
from workflows.signatories import Paper
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.signing import paper
from workflows.uploads import key_of

UPLOADS = (SubtaskUploaded, DocumentsUploaded, ScheduleUploaded, CartogramReportUploaded, ReportSubmitted)
"""The events of uploads."""

_RETURNS = (SubtaskReturned, ReportReturned, UploadReturned)


def uploading(kind: type[Workflow], case: Case) -> Action | None:
    """Give the action that records an upload of a case, None if nothing of it is uploaded by itself: of the course the Agency's confirmation is enough (l.663)."""
    facts = case.facts
    if isinstance(facts, SubtaskFacts) and paper(facts) is Paper.AGENCY_CONFIRMATION:
        return None
    return next((action for action in actions(kind).values() if action.event in UPLOADS), None)


def carries_out_several(case: Case) -> bool:
    """Whether a case carries out several subtasks, each of which is uploaded by itself."""
    return isinstance(case.facts, AnalysisFacts)


def steps(case: Case, subtask: str, period: str) -> list[CaseEvent]:
    """Give the uploads of a subtask and period and their returns, as they are known now; of a case that is uploaded as a whole, all of it."""
    found = [event.originator_version for event in case.history if isinstance(event, (*UPLOADS, *_RETURNS))]
    told = [event for number in found if (event := case.event(number))]
    key = subtask if period.isdigit() else f"{subtask}/{period}"
    return [event for event in told if key_of(event) == key] if carries_out_several(case) else told


def is_return(step: CaseEvent) -> bool:
    """Whether something was given back by it."""
    return isinstance(step, _RETURNS)


def uploader(step: CaseEvent) -> str:
    """Give who uploaded, as far as the entry says it."""
    return getattr(step, "uploaded_by", None) or getattr(step, "submitted_by", None) or ""
