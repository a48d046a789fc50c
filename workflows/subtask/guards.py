"""Who may do what with a subtask (l.41–57, requirements §3, §4, §13)."""

from collections.abc import Callable
from typing import cast

from events import subtask as happened
from events.case import FactCorrected
from events.event import CaseEvent
from events.organization import OrganizationType
from events.text import Text, msg
from workflows.actor import Actor, Role
from workflows.case import Case
from workflows.catalogue import Subtask as Definition
from workflows.catalogue import entries
from workflows.machine import NOW, Workflow
from workflows.signatories import Paper
from workflows.subtask import signing
from workflows.subtask.consistency import NIL_ALLOWED
from workflows.subtask.evidence import attachable, complete
from workflows.subtask.facts import SubtaskFacts
from workflows.subtask.uploading import answering_body, uploading_bodies, uploading_body
from workflows.uploads import who_uploads

_AT_WORK = {Role.OFFICER, Role.SIGNATORY}
_WORK = (
    happened.Entry,
    happened.EntryWithdrawn,
    happened.NilDeclared,
    happened.EvidenceAttached,
    happened.EvidenceWithdrawn,
    happened.SubtaskSigned,
    happened.SubtaskUploaded,
)
"""Events of the work that is reviewed; whoever recorded or corrected one did it."""

_SIGNED_FOR = tuple(kind for kind in _WORK if kind is not happened.SubtaskUploaded)
"""Of these, what a signature stands under, and the signature: the upload is a record of its own."""

_TO_CORRECT = {
    "signed": msg("It was signed as it is: reopen the subtask, correct it, and have it signed again."),
    "uploaded": msg("It was uploaded as it is: have the subtask sent back, correct it, and have it signed again."),
    "accepted": msg("It was accepted as it is: have the subtask sent back, correct it, and have it signed again."),
    "confirmed": msg("It was confirmed as it is, and is not corrected any more."),
}
"""What is to be done before what was signed can be corrected, by the state of the case."""


def _entered_by(action: str) -> Callable[["SubtaskGuards", Actor], bool]:
    """Give a guard that opens an action for the subtasks whose work it reports."""

    def guard(self: "SubtaskGuards", actor: Actor) -> bool:
        return self.definition is not None and self.concerns(action) and self.performer(actor)

    return guard


class SubtaskGuards(Workflow):
    """The guards of the machine, each a question about an actor."""

    trains = _entered_by("record_training")
    documents = _entered_by("confirm_document")
    publishes = _entered_by("record_publication")
    certifies = _entered_by("record_certificates")
    sits = _entered_by("record_sitting")
    orders = _entered_by("report_social_order")
    sends = _entered_by("record_trainees")
    explains = _entered_by("record_ethics_event")
    prevents = _entered_by("record_prevention")
    propagates = _entered_by("record_propaganda")

    @property
    def case(self) -> Case:
        """The case in the seat."""
        if self.model.case is None:
            raise AssertionError("nobody sits here")
        return self.model.case

    @property
    def facts(self) -> SubtaskFacts:
        """What is known of it."""
        return cast(SubtaskFacts, self.case.facts)

    @property
    def definition(self) -> Definition | None:
        """What the Instruction says of the subtask, once one is assigned."""
        return self.facts.definition if self.facts.subtask else None

    def performer(self, actor: Actor) -> bool:
        """An official of the body, or of the one that uploads for it because it has no account (l.51, l.57)."""
        return actor.role in _AT_WORK and actor.organization in {self.case.organization, self._uploading_body}

    def uploader(self, actor: Actor) -> bool:
        """An official of a body whose account is used or was once: RU-U1 to RU-U3 (l.51, l.57); the day decides which."""
        if actor.role not in _AT_WORK:
            return False
        return actor.organization in uploading_bodies(self.case.organization, self.model.register) | {
            self._uploading_body
        }

    def reviewer(self, actor: Actor) -> bool:
        """Somebody of a body above the one that uploaded, who had no part in the work: nobody accepts their own."""
        answers = answering_body(self.case.organization, self.facts.uploaded, NOW, self.model.register)
        return actor.id not in self._workers and self._above(actor, answers)

    def returner(self, actor: Actor) -> bool:
        """Somebody who might accept it; what was accepted is returned by nobody below those who accepted it."""
        accepted = self.facts.accepted
        if accepted is None or not accepted.envelope.body or actor.role is Role.SUPERVISOR:
            return self.reviewer(actor)
        return self.reviewer(actor) and self.model.register.within(accepted.envelope.body, actor.organization, NOW)

    def releases(self, actor: Actor) -> bool:
        """Somebody above the body who had no part in the work: nobody releases themselves from a duty."""
        return actor.id not in self._workers and self._above(actor, self.case.organization)

    def defers(self, actor: Actor) -> bool:
        """Whoever does the work, or somebody above, who alone may put off what was missed, or beyond the year."""
        return self.performer(actor) or self.releases(actor)

    def declares(self, actor: Actor) -> bool:
        """The service, by what the register says, or somebody above."""
        return self.system(actor) or self.releases(actor)

    def plans(self, actor: Actor) -> bool:
        """Whoever gives the body its work, or does it for the body."""
        return self.planner(actor) or self.performer(actor)

    def sets_dates(self, actor: Actor) -> bool:
        """The service when the Карта is read, or a supervisor."""
        return actor.role in {Role.SYSTEM, Role.SUPERVISOR}

    def maintains(self, actor: Actor) -> bool:
        """Somebody concerned with a document that stays in force from year to year (3.2.x)."""
        return self.definition is not None and self.concerns("renew") and self.plans(actor)

    def agency(self, actor: Actor) -> bool:
        """The officer of the Agency who confirms the course; nothing is uploaded for it (4.2.2, l.663)."""
        of_agency = actor.organization_type is OrganizationType.AGN
        known = self.definition is not None and self.concerns("confirm_course")
        return known and of_agency and actor.role is not Role.SYSTEM

    def is_signed(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether somebody signs this evidence at all."""
        return self.concerns("sign_evidence")

    def needs_no_signature(self, actor: Actor) -> bool:  # noqa: ARG002 - guards take the actor
        """Whether the evidence is a link, or a form without a place for a signature (SG-10)."""
        return self._paper_is(Paper.LINK_ONLY, Paper.UNSIGNED_FORM)

    def may_work(self, actor: Actor) -> bool:
        """Anybody who may record something here; whether this very entry is asked of its own guard."""
        return self.performer(actor) or self._above(actor, self.case.organization) or self.agency(actor)

    def may_record(self, event: CaseEvent, actor: Actor) -> bool:
        """Let the assignment be corrected, with the date of the Карта in it, by those alone who set that date.

        A deferral by another body is none of the performer's.
        """
        if isinstance(event, happened.SubtaskAssigned) and not self.sets_dates(actor):
            return False
        if isinstance(event, happened.SubtaskDeferred) and event.envelope.body not in {"", actor.organization}:
            return self.releases(actor)
        return super().may_record(event, actor)

    def why_not_corrected(self, event: CaseEvent, actor: Actor) -> Text | None:
        """Leave what was signed or uploaded as it is while that stands: nobody changes under a signature what it stands for (l.41)."""
        if why := super().why_not_corrected(event, actor):
            return why
        if not isinstance(event, _SIGNED_FOR) or event.originator_version > self.facts.settled:
            return None
        earlier = msg("It was accepted as it was: what is wrong is put right by the document that replaces it.")
        return _TO_CORRECT.get(self.case.state, earlier)

    def refused_anyway(self) -> frozenset[str]:
        """Name what there is nothing for: a nil where there is work, withdrawals of nothing, signing and uploading too early."""
        facts = self.facts
        if not facts.subtask:
            return frozenset()
        whole = complete(facts)
        needed = {
            "declare_nil": facts.subtask in NIL_ALLOWED and not facts.entries,
            "withdraw_entry": bool(facts.entries),
            "attach_evidence": bool(attachable(facts.definition)),
            "withdraw_evidence": bool(facts.evidence),
            "sign_evidence": whole,
            "upload_evidence": whole,
        }
        return frozenset(name for name, there in needed.items() if not there)

    def concerns(self, action: str) -> bool:
        """Whether an action is one of this subtask: each has its own report, and not all are signed, lapse or are confirmed."""
        if (definition := self.definition) is None:
            return True
        match action:
            case "lapse" | "renew":
                return definition.task == "3.2"
            case "confirm_course":
                return self._paper_is(Paper.AGENCY_CONFIRMATION)
            case "sign_evidence":
                return not self._paper_is(Paper.LINK_ONLY, Paper.AGENCY_CONFIRMATION)
            case _:
                return action not in entries() or action == definition.entry

    def why_not(self, action: str) -> Text | None:
        """Say what is not this subtask's; who uploads, to those who do not; that it is to be signed first; who may not accept."""
        if not self.concerns(action):
            return msg("“{action}” is not an action of subtask {subtask}.", action=action, subtask=self.facts.subtask)
        if action in {"accept", "send_back"} and self.model.command and self.model.command.actor.id in self._workers:
            return msg("Nobody accepts their own work: you had a part in it.")
        if action != "upload_evidence":
            return None
        body = self._uploading_body
        if self.case.state != "signed" and self.model.command and self.uploader(self.model.command.actor):
            return msg("It is to be signed before it is uploaded.")
        return who_uploads(body, self.case.organization) if body else None

    def _paper_is(self, *papers: Paper) -> bool:
        return self.definition is not None and signing.paper(self.facts) in papers

    @property
    def _workers(self) -> set[str]:
        """The actors who recorded or corrected any of the work."""
        case = self.case
        recorded = ((case.event(e.corrects) if isinstance(e, FactCorrected) else e, e.envelope) for e in case.history)
        return {envelope.actor for event, envelope in recorded if isinstance(event, _WORK)}

    @property
    def _uploading_body(self) -> str:
        return uploading_body(self.case.organization, NOW, self.model.register)

    def _above(self, actor: Actor, body: str) -> bool:
        if actor.role is Role.SUPERVISOR:
            return True
        return actor.role in _AT_WORK and actor.organization in self.model.register.ancestors(body, NOW)
