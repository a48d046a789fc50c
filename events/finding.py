"""What the record itself shows of formalism and error: the rules that find it, and what people say of a finding."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import StringConstraints

from events.event import CaseEvent
from events.fields import Words
from events.text import label

_SPACE = uuid5(NAMESPACE_URL, "tbn4:finding")


class FindingRule(StrEnum):
    """What is looked for."""

    SAME_FILE = "same_file"
    NEAR_IDENTICAL = "near_identical"
    ANNOUNCED_AFTER_START = "announced_after_start"
    DISCUSSION_UNPUBLISHED = "discussion_unpublished"
    PLAN_ITEM_WITHOUT_REPORT = "plan_item_without_report"
    PLANNED_WITHOUT_EVIDENCE = "planned_without_evidence"
    SIGNED_ON_DAY_OFF = "signed_on_day_off"
    SIGNATORY_NOT_IN_POST = "signatory_not_in_post"
    CARTOGRAM_DIFFERS = "cartogram_differs"
    LINK_SILENT = "link_silent"
    RECORDED_LATE = "recorded_late"
    REMARK = "remark"


class Severity(StrEnum):
    """How much a finding weighs: an error contradicts the Instruction or the facts, a warning asks for an explanation."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


def finding_id(organization: str, rule: str, subject: str) -> UUID:
    """Give the identity of a finding, the same whenever it is found: of a body, by a rule, about a subject."""
    return uuid5(_SPACE, f"{organization}\n{rule}\n{subject}")


class FindingEvent(CaseEvent):
    """Something that people said of a finding; its case has the finding's identity."""

    WORKFLOW: ClassVar[str] = "finding"
    WORK: ClassVar[bool] = False
    BY_ABOVE: ClassVar[bool] = True


class FindingDismissed(FindingEvent):
    """Somebody above the body found that there is nothing in it, judging by the evidence that there was then."""

    TOPIC = "finding.dismissed"

    rule: Annotated[FindingRule, label("Rule")]
    subject: Annotated[
        str,
        StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00]*$"),
        label("Subject", "As the finding names it"),
    ]
    evidence: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9a-f]{32}$"),
        label(
            "Evidence",
            "The digest of what the finding rests on; it comes back by itself when that changes",
            example="9f86d081884c7d659a2feaa0c55ad015",
        ),
    ]
    reason: Annotated[Words, label("Reason", "Why there is nothing in it", example="Единый приказ на все отделы")]


class FindingReopened(FindingEvent):
    """Somebody above the body took a dismissed finding up again."""

    TOPIC = "finding.reopened"

    reason: Annotated[Words, label("Reason", "Why it counts after all", example="Файлы относятся к разным годам")]
