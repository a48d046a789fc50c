"""A kind of work that asks for files: for tests only, until it has an event in production."""

from dataclasses import dataclass
from typing import Annotated

from eventsourcing.utils import register_topic
from statemachine import State

from events.case import FactCorrected
from events.event import CaseEvent
from events.fields import FileHash, Name
from events.text import label
from workflows.case import Case, Facts
from workflows.machine import Workflow, each


@dataclass(frozen=True, slots=True)
class Attachment:
    """A row with a file."""

    title: Annotated[Name, label("Title")]
    scan: Annotated[FileHash, label("Scan")]


class Proved(CaseEvent):
    """Something was proved by files."""

    TOPIC = "test.proved"
    WORKFLOW = "proof"

    title: Annotated[Name, label("Title")]
    report: Annotated[FileHash, label("Report")]
    signature: Annotated[FileHash | None, label("Signature")] = None
    photos: Annotated[tuple[FileHash, ...], label("Photos")] = ()
    attachments: Annotated[tuple[Attachment, ...], label("Attachments")] = ()


class ProofFacts(Facts):
    """Nothing to remember."""

    def after(self, _event: CaseEvent) -> "ProofFacts":
        """Remember nothing."""
        return self

    def violations(self, *_: object) -> tuple[()]:
        """Find nothing wrong."""
        return ()


class Proof(Case):
    """A case with files."""

    NO_FACTS = ProofFacts()


register_topic("case:proof", Proof)


class ProofWorkflow(Workflow):
    """Proved, again and again."""

    WORKFLOW = "proof"
    TITLE = "Proof"
    CASE = Proof

    new = State("New", initial=True)
    proved = State("Proved")

    prove = new.to(proved, on=Proved.record, cond="officer") | each(proved, on=Proved.record, cond="officer")
    correct = each(proved, on=FactCorrected.record, cond="officer")

    ACTIONS = {"prove": "Prove", "correct": "Correct an entry"}
