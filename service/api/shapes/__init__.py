"""The shapes of answers: what the API's description is made from, and what tests hold answers to."""

from service.api.shapes.aggregates import ReportCount, ReportCounts
from service.api.shapes.alerts import (
    AbsenceItem,
    Absences,
    AlertPolicy,
    PolicyPreview,
    PolicySent,
    PolicyVersion,
    SentByBody,
    SentByKind,
    UnreachedBodies,
    UnreachedBody,
)
from service.api.shapes.board import BoardItem, DeadlineNumbers, QuarterItem
from service.api.shapes.calendar import CalendarChange, CalendarChanges, CalendarEffect, CalendarEffects
from service.api.shapes.cases import (
    Case,
    CaseDeadline,
    CaseEvent,
    Done,
    EarlierDue,
    Opened,
    PossibleAction,
    ReadItem,
    Remark,
)
from service.api.shapes.catalogue import EditionItem, Editions
from service.api.shapes.compare import Compared, ComparedCase, ComparedItem, DifferenceItem
from service.api.shapes.exports import ExportItem
from service.api.shapes.facts import Appendix2, AppendixRow, CountedFact, FactContents, FactOrigin, Measure, RowCell
from service.api.shapes.files import KeptFile
from service.api.shapes.findings import (
    ComparedReports,
    FindingCounts,
    FindingItem,
    Judged,
    LastAsked,
    OneFinding,
    OtherEntry,
    PassageItem,
    RuleCounts,
    Said,
)
from service.api.shapes.forms import (
    FormContents,
    FormItem,
    ReportChange,
    ReportCompared,
    ReportMoved,
    ReportRenamed,
    ReportSigns,
)
from service.api.shapes.imports import Import, ImportedRow, WrongCell
from service.api.shapes.inbox import CalendarFeed, NoticeItem, Notices, NoticesRead, TaskItem, TaskPage, ViewItem
from service.api.shapes.knowledge import (
    Day,
    DayOff,
    Days,
    Due,
    Link,
    Links,
    Region,
    Regions,
    TimeRule,
    Transition,
    Workflow,
    WorkflowAction,
    WorkflowState,
)
from service.api.shapes.lists import AuditItem, CaseItem, Dashboard, DeadlineItem, FactItem, OrganizationItem, page_of
from service.api.shapes.operation import Alive, Problem, ProblemKind, Ready, Wrong
from service.api.shapes.packages import PackageFile, PackageLack, PackageManifest, PackageSealed
from service.api.shapes.plans import (
    Card,
    CardChanged,
    CardDate,
    OwedCase,
    Plan,
    PlanCountItem,
    PlanCounts,
    PlanDone,
    PlannedCase,
    PlanRow,
    RunItem,
)
from service.api.shapes.register import (
    Entered,
    HeldPost,
    Incumbent,
    Organization,
    OrganizationPost,
    Person,
    SuperiorPost,
)
from service.api.shapes.reminding import (
    Asked,
    AskedLine,
    FirstAct,
    HandOver,
    HandOverLine,
    Reader,
    Recipient,
    RefusedLine,
    Review,
    ReviewedLine,
    ToldItem,
)
from service.api.shapes.results import PackageResults
from service.api.shapes.scores import DocumentState, RecordedScores, Scores, SubtaskPoints
from service.api.shapes.search import SearchAnswer, SearchGroup, SearchHit
from service.api.shapes.tree import BodyYear, Hierarchy, OrganizationTree, TreeItem, YearMark, YearRow
from service.api.shapes.webhooks import (
    AttemptItem,
    DeliveryItem,
    Preferences,
    WebhookDone,
    WebhookItem,
    WebhookList,
    WebhookMade,
)

__all__ = [
    "AbsenceItem", "Absences", "AlertPolicy", "Alive", "Appendix2", "AppendixRow", "Asked", "AskedLine", "AttemptItem", "AuditItem",
    "BoardItem", "BodyYear", "CalendarChange", "CalendarChanges", "CalendarEffect", "CalendarEffects", "CalendarFeed", "Card",
    "CardChanged", "CardDate", "Case", "CaseDeadline", "CaseEvent", "CaseItem", "Compared", "ComparedCase", "ComparedItem",
    "ComparedReports", "CountedFact", "Dashboard", "Day", "DayOff", "Days", "DeadlineItem", "DeadlineNumbers", "DeliveryItem",
    "DifferenceItem", "DocumentState", "Done", "Due", "EarlierDue", "EditionItem", "Editions", "Entered", "ExportItem", "FactContents",
    "FactItem", "FactOrigin", "FindingCounts", "FindingItem", "FirstAct", "FormContents", "FormItem", "HandOver", "HandOverLine",
    "HeldPost", "Hierarchy", "Import", "ImportedRow", "Incumbent", "Judged", "KeptFile", "LastAsked", "Link", "Links", "Measure",
    "NoticeItem", "Notices", "NoticesRead", "OneFinding", "Opened", "Organization", "OrganizationItem", "OrganizationPost",
    "OrganizationTree", "OtherEntry", "OwedCase", "PackageFile", "PackageLack", "PackageManifest", "PackageResults", "PackageSealed", "PassageItem",
    "Person", "Plan", "PlanCountItem", "PlanCounts", "PlanDone", "PlanRow", "PlannedCase", "PolicyPreview", "PolicySent", "PolicyVersion",
    "PossibleAction", "Preferences", "Problem", "ProblemKind", "QuarterItem", "ReadItem", "Reader", "Ready", "Recipient", "RecordedScores",
    "RefusedLine", "Region", "Regions", "Remark", "ReportChange", "ReportCompared", "ReportCount", "ReportCounts", "ReportMoved",
    "ReportRenamed", "ReportSigns", "Review", "ReviewedLine",
    "RowCell", "RuleCounts", "RunItem", "Said", "Scores", "SearchAnswer", "SearchGroup", "SearchHit", "SentByBody", "SentByKind",
    "SubtaskPoints", "SuperiorPost", "TaskItem", "TaskPage", "TimeRule", "ToldItem", "Transition", "TreeItem", "UnreachedBodies",
    "UnreachedBody", "ViewItem", "WebhookDone", "WebhookItem", "WebhookList", "WebhookMade", "Workflow", "WorkflowAction", "WorkflowState",
    "Wrong", "WrongCell", "YearMark", "YearRow", "page_of",
]  # fmt: skip
