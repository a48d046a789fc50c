"""Electronic signatures that came with an entry and are not valid: told at once to whoever recorded it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from events.case import FactCorrected
from events.event import CaseEvent
from service.files.evidence import named_by
from service.signatures.claims import compared
from service.signatures.codes import SignatureOutcome
from service.signatures.named import signatures_in
from service.signatures.result import Checked
from service.web.documents import claimed
from service.web.evidence import KeptFile
from workflows.case import Case
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A signature of a file, held to whom the entry names, that is not valid or could not be verified."""

    file: KeptFile
    signature: Checked


def signed_files(case: Case, event: CaseEvent) -> Sequence[str]:
    """Give the files that an entry names, of a correction those of the corrected one, without those that sign another."""
    known = _known(case, event)
    apart = {one.signature for one in signatures_in(known)}
    return [sha256 for _, sha256 in named_by(known) if sha256 not in apart]


def doubtful(case: Case, event: CaseEvent, kept: Mapping[str, KeptFile], register: Register) -> Iterator[Doubtful]:
    """Give the signatures of an entry's files, as they were verified last, that prove nothing."""
    claim = claimed(case.organization, _known(case, event), register)
    for sha256 in signed_files(case, event):
        for signature in kept[sha256].signatures:
            held = compared(signature, claim)
            if held.outcome is not SignatureOutcome.VALID:
                yield Doubtful(kept[sha256], held)


def _known(case: Case, event: CaseEvent) -> CaseEvent:
    return case.event(event.corrects if isinstance(event, FactCorrected) else event.originator_version) or event
