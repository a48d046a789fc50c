"""Whether what a command makes of a case names only files that are kept for it, and are the caller's to name."""

from events.case import FactCorrected
from events.event import CaseEvent
from events.text import msg
from service.files.evidence import named_by
from service.files.files import Files
from service.files.nameable import nameable
from service.recall import Recall
from workflows.case import Case
from workflows.refusals import Invalid, Violation
from workflows.seat import Command, below_data


async def check_pending(files: Files, recall: Recall, case: Case, command: Command) -> None:
    """Hold what a command has just made of a case to name only such files, at their fields; raises `Invalid`.

    Of a correction the corrected event is held to it.
    """
    for event in (pending for pending in case.pending_events if isinstance(pending, CaseEvent)):
        original = case.event(event.corrects) if isinstance(event, FactCorrected) else None
        subject = original or event
        found = named_by(subject)
        may = await nameable(files, recall, case, command, {sha256 for _, sha256 in found}) if found else frozenset()
        refusal = msg("The organisation keeps no file with this hash: send the file first.")
        if wrong := tuple(Violation(path, refusal) for path, sha256 in found if sha256 not in may):
            raise Invalid(below_data(wrong) if original else wrong)
