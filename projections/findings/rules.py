"""The rules of findings as data: which remarks and deadlines they read, how much each weighs, from where on something is too much."""

from collections.abc import Mapping
from typing import NamedTuple

from events.cartogram import CartogramReportSigned, PositionsUpdated, RisksUpdated
from events.event import CaseEvent
from events.finding import FindingRule, Severity

LATE = 15
"""An entry is recorded long after the fact when more working days than this lay between (no limit in the Instruction)."""

NEAR = 0.8
"""Two reports are near-identical from this share of common shingles on."""

SHORTEST = 20
"""So many shingles a text needs to be compared: two short texts are alike by chance."""


class Found(NamedTuple):
    """Of which rule a finding is, and how much it weighs."""

    rule: FindingRule
    severity: Severity


_DIFFERS = Found(FindingRule.CARTOGRAM_DIFFERS, Severity.ERROR)
_OUTDATED = Found(FindingRule.CARTOGRAM_DIFFERS, Severity.WARNING)
_ERROR = Found(FindingRule.REMARK, Severity.ERROR)
_WARNING = Found(FindingRule.REMARK, Severity.WARNING)

_OTHER_REMARK = Found(FindingRule.REMARK, Severity.INFORMATION)
_OF_REMARK: Mapping[str, Found] = {
    "signed_on_day_off": Found(FindingRule.SIGNED_ON_DAY_OFF, Severity.WARNING),
    "signatory_not_in_post": Found(FindingRule.SIGNATORY_NOT_IN_POST, Severity.ERROR),
    "differs_from_analysis": _DIFFERS,
    "signed_though_it_differs_from_analysis": _DIFFERS,
    "rows_without_analysis_this_year": _OUTDATED,
    "cartogram_outdated": _OUTDATED,
    "leaves_another_entry_inconsistent": _ERROR,
    "contradicts_nil": _ERROR,
    "admitted_though_convicted": _ERROR,
    "hired_without_check": _ERROR,
    "discipline_was_mandatory": _ERROR,
    "superior_not_by_register": _WARNING,
    "offender_is_not_the_holder": _WARNING,
    "breakdown_differs_from_sum": _WARNING,
    "year_differs_from_region": _WARNING,
    "form_not_signed": _WARNING,
    "quota_not_reached": _WARNING,
    "uploaded_without_file": _WARNING,
    "act_without_file": _WARNING,
    "closed_without_reply": _WARNING,
    "checked_after_hiring": _WARNING,
    "closed_with_recommendations_not_carried_out": _WARNING,
    "closed_with_gift_not_handed_over": _WARNING,
    "closed_without_cure": _WARNING,
}


def of_remark(remark: str) -> Found:
    """Give the rule that a remark is a finding of; every remark is one."""
    return _OF_REMARK.get(remark, _OTHER_REMARK)


OF_CARTOGRAMS = frozenset(
    {
        "cartogram_outdated",
        "differs_from_analysis",
        "rows_without_analysis_this_year",
        "signed_though_it_differs_from_analysis",
    }
)
"""Remarks that hold until the cartogram is up to date, or the same is done again."""

UP_TO_DATE = "up_to_date"
"""The state of a cartogram that equals the results of the analyses."""

COMPARED: tuple[type[CaseEvent], ...] = (PositionsUpdated, RisksUpdated, CartogramReportSigned)
"""What is compared with the results of analyses."""

STARTS = "D04"
"""The limit for announcing the start: its day is counted from the start."""

MISSED: Mapping[str, Found] = {
    "D09": Found(FindingRule.DISCUSSION_UNPUBLISHED, Severity.ERROR),
    "D11": Found(FindingRule.PLAN_ITEM_WITHOUT_REPORT, Severity.ERROR),
    **dict.fromkeys(("D16", "D17", "D18", "D19", "D23"), Found(FindingRule.PLANNED_WITHOUT_EVIDENCE, Severity.ERROR)),
}
"""The limits whose act is not there at all, by their rules: what was discussed is not published (l.147), what was planned not shown."""
