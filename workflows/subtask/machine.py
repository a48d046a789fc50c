"""What may happen to a subtask, in which order, by whose hand (l.41–57, requirements §6, §13)."""

from collections.abc import Mapping
from functools import reduce
from typing import Any
from uuid import UUID

from statemachine import State
from statemachine.transition_list import TransitionList

from events import case as any_case
from events import subtask as happened
from events.event import CaseEvent
from events.upload import UploadReturned
from workflows.actor import Actor, Role
from workflows.consequences import case_id
from workflows.machine import each
from workflows.subtask.case import Subtask
from workflows.subtask.guards import SubtaskGuards
from workflows.subtask.passing import PASSING


def _reports(
    event: type[CaseEvent], guard: str, begins: tuple[State, ...], goes_on: tuple[State, ...], at_work: State
) -> TransitionList:
    """Give the transitions of an action that reports work: it begins the work, or goes on with it."""
    lists: list[TransitionList] = [
        at_work.from_(*begins, on=event.record, cond=guard),
        each(*goes_on, on=event.record, cond=guard),
    ]
    return reduce(TransitionList.__or__, lists)


class SubtaskWorkflow(SubtaskGuards):
    """From the year's plan to acceptance by the body above."""

    WORKFLOW = "subtask"
    TITLE = "Compliance subtask"
    CASE = Subtask
    PASSING = PASSING
    BEGUN_BY = {"assigned": "take_in_hand"}

    @classmethod
    def only_case(cls, organization: str, data: Mapping[str, Any]) -> UUID | None:
        """Give the id of the case of a subtask and a period."""
        subtask, period = data.get("subtask"), data.get("period", data.get("year"))
        return case_id(organization, str(subtask), str(period)) if subtask and period else None

    @classmethod
    def reserved(cls, actor: Actor) -> frozenset[str]:
        """Leave the date of the Карта to the Карта and to supervisors (l.47)."""
        return frozenset() if actor.role in {Role.SYSTEM, Role.SUPERVISOR} else frozenset({"upload_by"})

    ENDED = frozenset({"confirmed"})

    new = State("New", initial=True)
    assigned = State("Assigned")
    in_work = State("In work")
    evidence_attached = State("Evidence attached")
    signed = State("Signed")
    uploaded = State("Uploaded, being reviewed")
    returned = State("Returned for mending")
    accepted = State("Accepted")
    confirmed = State("Confirmed by the Agency")
    deferred = State("Deferred")
    not_applicable = State("Not applicable")
    waived = State("Waived")
    lapsed = State("Lapsed, to be renewed")

    _begins, _goes_on = (assigned, returned, lapsed), (in_work, evidence_attached)

    assign = new.to(assigned, on=happened.SubtaskAssigned.record, cond="plans")
    take_in_hand = in_work.from_(assigned, returned, lapsed, on=happened.WorkBegun.record, cond="performer")
    record_training = _reports(happened.TrainingHeld, "trains", _begins, _goes_on, in_work)
    confirm_document = _reports(happened.DocumentConfirmed, "documents", _begins, _goes_on, in_work)
    record_publication = _reports(happened.DocumentsPublished, "publishes", _begins, _goes_on, in_work)
    record_certificates = _reports(happened.CertificatesReported, "certifies", _begins, _goes_on, in_work)
    record_sitting = _reports(happened.SittingHeld, "sits", _begins, _goes_on, in_work)
    report_social_order = _reports(happened.SocialOrderReported, "orders", _begins, _goes_on, in_work)
    record_trainees = _reports(happened.TraineesReported, "sends", _begins, _goes_on, in_work)
    record_ethics_event = _reports(happened.EthicsEventHeld, "explains", _begins, _goes_on, in_work)
    record_prevention = _reports(happened.PreventionDone, "prevents", _begins, _goes_on, in_work)
    record_propaganda = _reports(happened.PropagandaHeld, "propagates", _begins, _goes_on, in_work)
    declare_nil = _reports(happened.NilDeclared, "performer", _begins, _goes_on, in_work)
    withdraw_entry = each(in_work, evidence_attached, returned, on=happened.EntryWithdrawn.record, cond="performer")
    attach_evidence = evidence_attached.from_(
        assigned, in_work, returned, lapsed, on=happened.EvidenceAttached.record, cond="performer"
    ) | each(evidence_attached, on=happened.EvidenceAttached.record, cond="performer")
    withdraw_evidence = each(
        evidence_attached, in_work, returned, on=happened.EvidenceWithdrawn.record, cond="performer"
    )
    sign_evidence = signed.from_(
        in_work, evidence_attached, on=happened.SubtaskSigned.record, cond=["performer", "is_signed"]
    )
    upload_evidence = signed.to(uploaded, on=happened.SubtaskUploaded.record, cond="uploader") | uploaded.from_(
        in_work, evidence_attached, on=happened.SubtaskUploaded.record, cond=["uploader", "needs_no_signature"]
    )
    accept = uploaded.to(accepted, on=happened.SubtaskAccepted.record, cond="reviewer")
    send_back = returned.from_(uploaded, accepted, on=happened.SubtaskReturned.record, cond="returner")
    record_return = returned.from_(uploaded, accepted, on=UploadReturned.record, cond="uploader")
    confirm_course = confirmed.from_(
        assigned, in_work, evidence_attached, on=happened.SubtaskConfirmed.record, cond="agency"
    )
    lapse = lapsed.from_(uploaded, accepted, on=happened.DocumentLapsed.record, cond="maintains")
    renew = in_work.from_(uploaded, accepted, on=happened.RenewalBegun.record, cond="maintains")
    defer = deferred.from_(
        assigned, in_work, evidence_attached, returned, on=happened.SubtaskDeferred.record, cond="defers"
    )
    declare_not_applicable = not_applicable.from_(
        assigned, in_work, evidence_attached, returned, deferred, lapsed,
        on=happened.DeclaredNotApplicable.record, cond="declares",
    )  # fmt: skip
    waive = waived.from_(
        assigned, in_work, evidence_attached, returned, deferred, lapsed,
        on=happened.SubtaskWaived.record, cond="releases",
    )  # fmt: skip
    reopen = (
        in_work.from_(signed, deferred, on=happened.SubtaskReopened.record, cond="plans")
        | in_work.from_(not_applicable, on=happened.SubtaskReopened.record, cond="declares")
        | in_work.from_(waived, on=happened.SubtaskReopened.record, cond="releases")
    )
    set_upload_date = each(
        assigned, in_work, evidence_attached, signed, returned, deferred, lapsed,
        on=happened.UploadDateSet.record, cond="sets_dates",
    )  # fmt: skip
    receive_positions = new.to(assigned, on=happened.RiskPositionsReceived.record, cond="system") | each(
        assigned, in_work, evidence_attached, signed, uploaded, returned, accepted, deferred, not_applicable, waived, lapsed,
        on=happened.RiskPositionsReceived.record, cond="system",
    )  # fmt: skip
    _lasting = (
        assigned, in_work, evidence_attached, signed, uploaded, returned, accepted, deferred, not_applicable, waived, lapsed
    )  # fmt: skip
    _recorded = (*_lasting, confirmed)
    correct = each(*_recorded, on=any_case.FactCorrected.record, cond="may_work") | each(
        *_recorded, on=any_case.FactCorrected.record, cond="names_responsible"
    )
    extend_deadline = each(*_lasting, on=any_case.DeadlineExtended.record, cond="extends")
    name_responsible = each(*_lasting, on=any_case.ResponsibleNamed.record, cond="names_responsible")

    ACTIONS = {
        "assign": "Assign the subtask",
        "take_in_hand": "Take in hand",
        "record_training": "Record a training event",
        "confirm_document": "Confirm the document",
        "record_publication": "Record the publication",
        "record_certificates": "Record certificates",
        "record_sitting": "Record a sitting",
        "report_social_order": "Report the social order",
        "record_trainees": "Record trained civil servants",
        "record_ethics_event": "Record an explanatory event",
        "record_prevention": "Record preventive work",
        "record_propaganda": "Record an explanation",
        "declare_nil": "Declare that there is nothing to report",
        "withdraw_entry": "Withdraw a report",
        "attach_evidence": "Attach evidence",
        "withdraw_evidence": "Withdraw evidence",
        "sign_evidence": "Record the signature",
        "upload_evidence": "Record the upload",
        "accept": "Accept",
        "send_back": "Return for mending",
        "record_return": "Record that it was returned",
        "confirm_course": "Confirm the course",
        "lapse": "Record that the document lapsed",
        "renew": "Replace the document",
        "defer": "Defer",
        "declare_not_applicable": "Declare not applicable",
        "waive": "Waive",
        "reopen": "Reopen",
        "set_upload_date": "Set the date of the Карта",
        "receive_positions": "Receive exposed positions",
        "extend_deadline": "Extend a deadline",
        "name_responsible": "Name who is responsible",
        "correct": "Correct an entry",
    }
