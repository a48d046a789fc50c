"""Findings of the Consistency page."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from projections.findings.lists import BodyCount
from service.api.shapes.shape import Shape


class OtherEntry(Shape, frozen=True):
    """The entry that a finding is compared with."""

    organization: str
    case_id: UUID
    version: int


class FindingItem(Shape, frozen=True):
    """A finding: why the system says so, on what it rests (`digest` is sent back to dismiss it), and where it is mended.

    `version` is the number of the entry, 0 if it is about none; `other` is null if there is none or the caller may not see its body.
    """

    id: UUID
    rule: str
    title: str
    severity: str
    organization: str
    case_id: UUID
    version: int
    happened_on: date
    explanation: str
    evidence: dict[str, Any]
    digest: str
    dismissed: bool
    other: OtherEntry | None
    href: str
    evidence_at: str
    mended_at: str


class Said(Shape, frozen=True):
    """A dismissal, or that the finding was taken up again; `by` names the account."""

    type: str
    by: str
    at: datetime
    reason: str


class PassageItem(Shape, frozen=True):
    """A stretch of a report, and whether the other has it too."""

    text: str
    common: bool


class ComparedReports(Shape, frozen=True):
    """Two reports side by side, with the share of common shingles (`words` words each) in percent."""

    one: list[PassageItem]
    other: list[PassageItem]
    percent: int
    words: int


class LastAsked(Shape, frozen=True):
    """What became of asking for a link, and when that was."""

    asked_at: datetime
    found: str
    status: int


class OneFinding(Shape, frozen=True):
    """A finding with what was said of it, two reports side by side if it is about these, a link's last check if it is about one."""

    finding: FindingItem
    said: list[Said]
    compared: ComparedReports | None
    asked: LastAsked | None


class RuleCounts(Shape, frozen=True):
    """How much a rule looked at; of this `found` is what stands in the list of findings, `dismissed` what was dismissed and is not in it."""

    rule: str
    title: str
    why: str
    checked: int
    found: int
    dismissed: int


class FindingCounts(Shape, frozen=True):
    """Counts of whole quarters, by rule, and of the bodies of which most is found: `found` has nothing that is dismissed in it, `dismissed` the rest."""

    rules: list[RuleCounts]
    bodies: list[BodyCount]


class Judged(Shape, frozen=True):
    """A finding after it was dismissed or taken up again, and the place of that in the log, for `at_least`."""

    id: UUID
    state: str
    position: int
