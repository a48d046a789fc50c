"""Entries of cases as they are known: what each says by itself that rules look at. Of sealed cases there is none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from events.cartogram import AnalysisResultsWithdrawn
from events.case import FactCorrected, as_known, corrections
from events.event import CaseEvent, Recorded
from events.fact import quarter
from events.finding import FindingRule, Severity
from events.risk_analysis import AnalyticalReportSigned
from events.signature import paper_signed_on
from events.subtask import EntryWithdrawn, EvidenceWithdrawn
from projections.case_slot import slot
from projections.findings.row import Made
from projections.findings.rules import COMPARED, LATE, OF_CARTOGRAMS, UP_TO_DATE, of_remark

_SHA256 = re.compile(rb'"([0-9a-f]{64})"')
_LINK = re.compile(rb'"(https?://[^"\\\s]{1,1990})"')
_LEFT_INCONSISTENT = "leaves_another_entry_inconsistent"
_SYSTEM = "system"

_CHANGES_OTHERS: tuple[type[CaseEvent], ...] = (
    FactCorrected,
    EvidenceWithdrawn,
    EntryWithdrawn,
    AnalysisResultsWithdrawn,
    *COMPARED,
)


def changes_others(event: CaseEvent) -> bool:
    """Whether other entries of the case may say something else after an event: it is read anew then."""
    return isinstance(event, _CHANGES_OTHERS) or (event.state == UP_TO_DATE and event.source != UP_TO_DATE)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a case for a year, as it is known: corrected, with the remarks that hold. `position` is that of its recording."""

    log: str
    position: int
    year: int
    event: CaseEvent
    remarks: tuple[str, ...]
    lag: int

    @property
    def case_id(self) -> UUID:
        """Its case."""
        return self.event.originator_id

    @property
    def version(self) -> int:
        """Its number there."""
        return self.event.originator_version

    @property
    def by_people(self) -> bool:
        """Whether people made it: not the service, nor something that happened elsewhere."""
        envelope = self.event.envelope
        return self.event.is_entered() and envelope.role != _SYSTEM and envelope.causation_id is None

    def checks(self) -> Iterator[tuple[str, str, str]]:
        """Name the rules that look at it, with the body and the quarter where that is counted."""
        for rule in self._rules():
            yield self.event.organization, rule, quarter(self.event.occurred_on)

    def _rules(self) -> Iterator[FindingRule]:
        event = self.event
        if isinstance(event, COMPARED):
            yield FindingRule.CARTOGRAM_DIFFERS
        if not self.by_people:
            return
        yield FindingRule.REMARK
        if event.HAPPENED:
            yield FindingRule.RECORDED_LATE
        if paper_signed_on(event):
            yield FindingRule.SIGNED_ON_DAY_OFF
            yield FindingRule.SIGNATORY_NOT_IN_POST

    def findings(self) -> Iterator[Made]:
        """Give what it shows by itself."""
        for remark in self.remarks:
            found = of_remark(remark)
            yield self._made(found.rule, found.severity, remark, {"remark": remark, "day": self.event.occurred_on})
        if self.by_people and self.event.HAPPENED and self.lag > LATE:
            evidence = {"day": self.event.occurred_on, "working_days": self.lag}
            yield self._made(FindingRule.RECORDED_LATE, Severity.INFORMATION, "", evidence)

    def _made(self, rule: FindingRule, severity: Severity, about: str, evidence: dict[str, Any]) -> Made:
        subject = f"{self.case_id}/{self.version}" + (f"/{about}" if about else "")
        event = self.event
        return Made(
            self.log,
            rule,
            severity,
            event.organization,
            self.case_id,
            self.version,
            subject,
            event.occurred_on,
            evidence,
        )

    def named(self) -> "Named":
        """Give it with the files and the links that people of the body named in it."""
        if not self.by_people or self.event.BY_ABOVE:
            return Named(self, set(), set())
        data = msgspec.json.encode(self.event.facts())
        files = {one.decode() for one in _SHA256.findall(data)}
        return Named(self, files, {one.decode() for one in _LINK.findall(data)})

    @property
    def report(self) -> str:
        """The text of an analytical report: risks, recommendations, powers; "" of anything else."""
        return report_text(self.event)


class Named(NamedTuple):
    """An entry with the files (SHA-256) and the links that it names."""

    entry: Entry
    files: set[str]
    links: set[str]


def report_text(event: CaseEvent) -> str:
    """Give the text of an analytical report as it was entered, "" of another entry."""
    if not isinstance(event, AnalyticalReportSigned):
        return ""
    rows = [risk.description for risk in event.risks]
    rows += [one.text for one in event.recommendations] + [one.powers for one in event.positions]
    return "\n".join(rows)


def year_of(first: CaseEvent) -> int:
    """Give the year that a case is for, by its first event."""
    period = slot(type(first), first.facts()).period
    return int(period[:4]) if period else first.occurred_on.year


def fresh(recorded: Recorded, event: CaseEvent, year: int) -> Entry:
    """Give an entry that changes no other, as it was just recorded."""
    return Entry(recorded.log, recorded.position, year, event, event.remarks, event.envelope.lag)


def entries(history: Sequence[Recorded]) -> dict[int, Entry]:
    """Give the entries of a whole history by their numbers: none of a sealed case, nor what was withdrawn."""
    events = [recorded.event for recorded in history if isinstance(recorded.event, CaseEvent)]
    if not events or any(event.envelope.clearance for event in events):
        return {}
    known = list(as_known(events))
    last, year = corrections(events), year_of(known[0])
    newest = max((one.originator_version for one in last.values()), default=0)
    withdrawn = {event.withdraws for event in known if isinstance(event, EvidenceWithdrawn | EntryWithdrawn)}
    found: dict[int, Entry] = {}
    for event in known:
        number = event.originator_version
        if number in withdrawn:
            continue
        said: CaseEvent = last.get(number, event)
        remarks = tuple(
            remark
            for remark in said.remarks
            if not (remark == _LEFT_INCONSISTENT and said.originator_version != newest)
            and not (remark in OF_CARTOGRAMS and _is_mended(event, events))
        )
        recorded = history[number - 1]
        found[number] = Entry(recorded.log, recorded.position, year, event, remarks, said.envelope.lag)
    return found


def _is_mended(event: CaseEvent, events: Sequence[CaseEvent]) -> bool:
    """Whether what an entry said of a cartogram was made good, or said again, by later events."""
    later = events[event.originator_version :]
    again = type(event) if isinstance(event, COMPARED) else ()
    return any(one.state == UP_TO_DATE or isinstance(one, again) for one in later)
