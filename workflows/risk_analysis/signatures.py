"""The signatures under the minutes, the list of positions and the monitoring report (l.41, l.45; requirements §4)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from events import risk_analysis as happened
from events.event import CaseEvent
from events.signature import Signature
from workflows.refusals import Violation
from workflows.register import Register
from workflows.signatories import Paper
from workflows.signing import Signed


class _Signable(NamedTuple):
    """The field with the day of a signature, and the remark if nobody is named."""

    day: str
    absent: str


_SIGNABLE: Mapping[type[CaseEvent], _Signable] = {
    happened.DiscussionHeld: _Signable("protocol_approved_on", "minutes_without_signatory"),
    happened.PositionListApproved: _Signable("approved_on", "list_without_signatory"),
    happened.MonitoringClosed: _Signable("closed_on", "monitoring_report_without_signatory"),
}


def violations(event: CaseEvent, register: Register) -> Iterator[Violation]:
    """Say why a signature does not count."""
    if signed := _signed(event, register):
        yield from signed.violations()


def remarks(event: CaseEvent, register: Register) -> Iterator[str]:
    """Name what is unusual about a signature, its absence too: the paper is there, but nobody says who signed it."""
    if signed := _signed(event, register):
        yield from signed.remarks()
    elif known := _SIGNABLE.get(type(event)):
        yield known.absent


def _signed(event: CaseEvent, register: Register) -> Signed | None:
    known = _SIGNABLE.get(type(event))
    signature: Signature | None = getattr(event, "signature", None) if known else None
    if known is None or signature is None:
        return None
    on: date = getattr(event, known.day)
    return Signed(Paper.GENERAL, event.organization, signature, on, register)
