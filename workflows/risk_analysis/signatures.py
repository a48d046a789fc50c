"""The signatures under the papers of an analysis (l.41, l.45, l.93, l.131, l.151, l.155; requirements §4)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from events import risk_analysis as happened
from events.event import CaseEvent
from events.organization import Post
from events.signature import Signature
from events.text import Body, msg
from workflows.refusals import Violation
from workflows.register import Register
from workflows.signatories import Paper
from workflows.signing import Signed


class _Signable(NamedTuple):
    """The field with the day of a signature, and the kind of paper.

    Whoever records an act of the head signs it, unless they record it for another body: then they name the signatory. What
    officials record names the one who signed it (`named`): recording it is no signature, whatever post they have.
    """

    day: str
    paper: Paper = Paper.HEADS_ACT
    named: bool = False


_SIGNABLE: Mapping[type[CaseEvent], _Signable] = {
    happened.AnalysisOrdered: _Signable("ordered_on"),
    happened.AnalysisOrderAmended: _Signable("amended_on"),
    happened.DiscussionHeld: _Signable("protocol_approved_on", Paper.GENERAL, named=True),
    happened.AnalyticalReportSigned: _Signable("signed_on"),
    happened.ActionPlanApproved: _Signable("approved_on"),
    happened.PublicationWithheld: _Signable("approved_on", Paper.SECRECY_NOTE),
    happened.PositionListApproved: _Signable("approved_on", Paper.GENERAL, named=True),
    happened.MonitoringClosed: _Signable("closed_on", Paper.GENERAL, named=True),
}


def violations(event: CaseEvent, register: Register) -> Iterator[Violation]:
    """Say why a signature does not count, or that it is missing."""
    known = _SIGNABLE.get(type(event))
    if known is None:
        return
    if signed := _signed(event, known, register):
        yield from signed.violations()
    elif known.named:
        yield Violation(("signature",), msg("Say who signed it, and in which post (l.41, l.45)."))
    elif event.envelope.role not in set(Post):
        text = msg("Say who signed it: you record it for {organization}.", organization=Body(event.organization))
        yield Violation(("signature",), text)


def remarks(event: CaseEvent, register: Register) -> Iterator[str]:
    """Name what is unusual about a signature."""
    known = _SIGNABLE.get(type(event))
    if known and (signed := _signed(event, known, register)):
        yield from signed.remarks()


def _signed(event: CaseEvent, known: _Signable, register: Register) -> Signed | None:
    signature: Signature | None = getattr(event, "signature")  # noqa: B009 - not every event has one
    on: date = getattr(event, known.day)
    return Signed(known.paper, event.organization, signature, on, register) if signature else None
