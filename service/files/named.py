"""Whether what a command makes of a case names only files that are kept for it, are the caller's to name, and may stand in it."""

from collections.abc import AsyncIterator

import structlog

from events.case import FactCorrected
from events.event import CaseEvent
from events.text import msg
from service.files.closed import Damaged
from service.files.evidence import Path, evidence, named_by
from service.files.files import ContentLost, Files
from service.files.nameable import nameable
from service.recall import Recall
from workflows.case import Case
from workflows.refusals import Invalid, Violation
from workflows.seat import Command, below_data

SEALED_ROWS = msg(
    "Sealed rows stand in this file, and everybody who sees the case could read them: take the form as the page of its report prints it, without them."
)
LOST = msg("What was kept of this file is lost or damaged: send the file again.")

log = structlog.get_logger(__name__)


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
        if unfit := tuple([wrong async for wrong in _unfit(files, case, found)]):
            raise Invalid(below_data(unfit) if original else unfit)


async def _unfit(files: Files, case: Case, found: list[tuple[Path, str]]) -> AsyncIterator[Violation]:
    """Say where a case that everybody in reach may see newly names a form of ours in which sealed rows stand (C4, C6), or what cannot be read.

    A sealed case keeps such a form, which none may see who are not cleared; so does an entry that named it before the rows were looked for.
    """
    if case.facts.clearance:
        return
    before = case.history[: case.version - len(case.pending_events)]
    known = frozenset(sha256 for event in before for sha256 in evidence(event))
    for path, sha256 in found:
        if sha256 in known:
            continue
        try:
            mark = await files.mark(case.organization, sha256)
        except (ContentLost, Damaged):
            log.exception("the content of a file that is named is lost")
            yield Violation(path, LOST)
        else:
            if mark and mark.sealed:
                yield Violation(path, SEALED_ROWS)
