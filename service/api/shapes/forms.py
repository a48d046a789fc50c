"""The forms of the Instruction and the versions of reports on them."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from service.api.shapes.shape import Shape
from workflows.forms import Both, Covered, OwnReport, Said, Signatory
from workflows.forms.content import Blank, Line


class FormItem(Shape, frozen=True):
    """A form: its parts by the subtask (of Appendix 2 the row) that feeds each, its periods of the year, the paper by which it is signed."""

    appendix: int
    title: str
    periods: list[str]
    paper: str
    parts: Mapping[str, str]
    href: str


class FormContents(Shape, frozen=True):
    """What stands in a form of a body for a period, of what had happened by `true_on` (null for all).

    `as_of` is the instant that was asked for, null of a version of a report, which was frozen. `known_at` is when the newest entry in
    it was recorded, `position` where that stands in the log: it contains everything up to there.
    """

    appendix: int
    organization: str
    name: Both
    period: str
    as_of: datetime | None
    known_at: str
    true_on: date | None
    position: int
    consolidated: bool
    signatory: Signatory | None
    lines: list[Line]
    covered: list[Covered]
    blanks: list[Blank]


class ReportChange(Shape, frozen=True):
    """What a body said in a part of a form in one version, and in another."""

    organization: str
    part: str
    before: Said
    now: Said


class ReportMoved(Shape, frozen=True):
    """How far the own report of a body below had gone in one version, and in another; null where it was not looked at."""

    organization: str
    before: OwnReport | None
    now: OwnReport | None


class ReportRenamed(Shape, frozen=True):
    """A body that has another name in another version."""

    organization: str
    before: Both
    now: Both


class ReportSigns(Shape, frozen=True):
    """Who is to sign by one version, and by another."""

    before: Signatory | None
    now: Signatory | None


class ReportCompared(Shape, frozen=True, rename={"from_": "from"}):
    """How two versions of a report differ: lines that came and went, what bodies said otherwise, how far their own reports had gone, who signs."""

    id: UUID
    from_: int
    to: int
    added: list[Line]
    removed: list[Line]
    changed: list[ReportChange]
    reports: list[ReportMoved]
    renamed: list[ReportRenamed]
    signatory: ReportSigns | None
