"""The due date beside the field where it bites: under the day of an act stands the case's own date for it."""

from collections.abc import Mapping, Sequence

from events import risk_analysis as happened
from events import subtask
from events.deadlines import Bound
from events.event import CaseEvent
from events.hiring_check import AdmissionDecided
from events.liability_check import ResignationFiled
from events.restriction_fact import GiftHandedOver
from service.i18n import Translator
from service.status import Today
from service.web.fields import Field
from workflows.calendar import explain
from workflows.case import Case
from workflows.standing import Standing

RULES: Mapping[tuple[type[CaseEvent], str], str] = {
    (happened.StartAnnounced, "published_on"): "D04",
    (happened.DiscussionAnnounced, "published_on"): "D05",
    (happened.DiscussionHeld, "held_on"): "D06",
    (happened.AnalyticalReportSigned, "signed_on"): "D07",
    (happened.ActionPlanApproved, "approved_on"): "D08",
    (happened.ResultsPublished, "published_on"): "D09",
    (happened.PublicationWithheld, "approved_on"): "D09",
    (happened.MonitoringClosed, "closed_on"): "D10",
    (happened.ProgressReported, "received_on"): "D11",
    (happened.ProgressReviewed, "reviewed_on"): "D12",
    (subtask.TrainingHeld, "held_on"): "D16",
    (subtask.SittingHeld, "held_on"): "D17",
    (subtask.TraineesReported, "reported_on"): "D18",
    (subtask.EthicsEventHeld, "held_on"): "D19",
    (subtask.SubtaskUploaded, "uploaded_on"): "D23",
    (ResignationFiled, "filed_on"): "D14",
    (AdmissionDecided, "decided_on"): "D15",
    (GiftHandedOver, "handed_on"): "GIFT",
}
"""The rule of time that a field of an event is about."""

MOST = 3
"""More dates than this under one field would hide the field."""


def add(fields: Sequence[Field], event: type[CaseEvent], case: Case, today: Today, t: Translator) -> None:
    """Note the open deadlines of the case under the fields they are about."""
    for field in fields:
        if rule := RULES.get((event, field.name)):
            field.notes = [_note(s, today, t) for s in _awaited(case, rule, _subject(fields))[:MOST]]


def _subject(fields: Sequence[Field]) -> str:
    """Name the unit and quarter of a form that has them, as keys of deadlines do."""
    chosen = {field.name: field.value for field in fields if field.name in {"unit", "quarter"}}
    return f"{chosen.get('quarter', '')}/{chosen.get('unit', '')}" if chosen else ""


def _awaited(case: Case, rule: str, subject: str) -> list[Standing]:
    found = [s for s in case.deadlines.values() if s.open and s.deadline.rule == rule]
    about = [s for s in found if subject and s.deadline.key.endswith(f"/{subject}")]
    return sorted(about or found, key=lambda s: (s.deadline.due, s.deadline.key))


def _note(standing: Standing, today: Today, t: Translator) -> str:
    deadline = standing.deadline
    distance = today.distance(t, deadline.due, deadline.bound)
    if deadline.bound is Bound.NOT_BEFORE:
        first = t("Not before {due}: {distance}.", due=deadline.due, distance=distance)
    else:
        first = t("Not later than {due}: {distance}.", due=deadline.due, distance=distance)
    return f"{first} {explain(deadline.arithmetic, t.language)}"
