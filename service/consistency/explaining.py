"""Why the system says that there is a finding, in a sentence with the facts it rests on, and where it is mended."""

from collections.abc import Callable, Container, Mapping
from datetime import date
from typing import Any

from events.finding import FindingRule
from events.text import Body, Text, msg
from projections.findings.row import FindingRow
from projections.findings.rules import LATE
from service.remark_titles import REMARK_TITLES

RULES: Mapping[FindingRule, tuple[Text, Text]] = {
    FindingRule.SAME_FILE: (
        msg("The same file again"),
        msg("A file that shows the work of one body and one year cannot show that of another."),
    ),
    FindingRule.NEAR_IDENTICAL: (
        msg("Near-identical report"),
        msg("An analysis that repeats another one word for word has hardly looked at its own object."),
    ),
    FindingRule.ANNOUNCED_AFTER_START: (
        msg("Announced after the start"),
        msg("The public is told at least 10 working days before the analysis starts (l.105)."),
    ),
    FindingRule.DISCUSSION_UNPUBLISHED: (
        msg("Discussed and not published"),
        msg("Report and plan are published within 3 working days from the approval of the plan (l.147)."),
    ),
    FindingRule.PLAN_ITEM_WITHOUT_REPORT: (
        msg("Plan item without its report"),
        msg("Each unit sends information on its items of the plan by the 5th after the quarter (l.163)."),
    ),
    FindingRule.PLANNED_WITHOUT_EVIDENCE: (
        msg("Planned and not shown"),
        msg(
            "What the year's plan gave is done in its period, and its evidence uploaded by the date of the Карта (l.47)."
        ),
    ),
    FindingRule.SIGNED_ON_DAY_OFF: (
        msg("Signed on a day off"),
        msg("A paper dated on a day on which nobody worked was perhaps written later."),
    ),
    FindingRule.SIGNATORY_NOT_IN_POST: (
        msg("Signed by somebody not in post"),
        msg("By the register whoever signed did not hold the post on the day of the paper (l.41, l.45)."),
    ),
    FindingRule.CARTOGRAM_DIFFERS: (
        msg("Cartogram differs from results"),
        msg("The cartogram equals the results of the analyses (l.340)."),
    ),
    FindingRule.LINK_SILENT: (
        msg("Link that does not answer"),
        msg("What was published stays where the entry says; the service asks for links from time to time."),
    ),
    FindingRule.RECORDED_LATE: (
        msg("Recorded long afterwards"),
        msg("An entry made long after the fact did not serve the work that it reports."),
    ),
    FindingRule.REMARK: (
        msg("Other remarks"),
        msg("What was recorded though it is not as the Instruction wants it."),
    ),
}
"""What each rule is called, and why it is looked for."""

_OUT_OF_SIGHT = msg("another body")


def _same_file(row: FindingRow, other: Body | Text) -> Text:
    told = row.evidence
    if row.other_organization == row.organization:
        return msg("The same file was named for {other_year}; here it stands for {year}.", **_years(told))
    return msg("The same file was named before by {other}, for {other_year}.", other=other, **_years(told))


def _near_identical(row: FindingRow, other: Body | Text) -> Text:
    return msg(
        "{percent} % of its passages of three words are those of an earlier report: {other}, {other_year}.",
        other=other,
        percent=row.evidence["percent"],
        **_years(row.evidence),
    )


def _years(told: Mapping[str, Any]) -> dict[str, str]:
    return {"year": str(told["year"]), "other_year": str(told["other_year"])}


def _day(row: FindingRow, name: str = "day") -> date:
    return date.fromisoformat(row.evidence[name])


_WHY: Mapping[str, Callable[[FindingRow, Body | Text], Text]] = {
    FindingRule.SAME_FILE: _same_file,
    FindingRule.NEAR_IDENTICAL: _near_identical,
    FindingRule.ANNOUNCED_AFTER_START: lambda row, _other: msg(
        "The start was announced on {done_on}; the analysis had started on {started_on}.",
        done_on=_day(row, "done_on"),
        started_on=_day(row, "started_on"),
    ),
    FindingRule.DISCUSSION_UNPUBLISHED: lambda row, _other: msg(
        "The discussion was held and the plan approved; by {due} report and plan were not published.",
        due=_day(row, "due"),
    ),
    FindingRule.PLAN_ITEM_WITHOUT_REPORT: lambda row, _other: msg(
        "By {due} no information came on the items of the plan: {about}.",
        due=_day(row, "due"),
        about=row.evidence["about"],
    ),
    FindingRule.PLANNED_WITHOUT_EVIDENCE: lambda row, _other: msg(
        "It was due on {due}, and nothing shows that it was done.", due=_day(row, "due")
    ),
    FindingRule.SIGNED_ON_DAY_OFF: lambda row, _other: msg(
        "The paper was signed on {day}, and the body does not work on that day.", day=_day(row)
    ),
    FindingRule.SIGNATORY_NOT_IN_POST: lambda row, _other: msg(
        "Whoever signed by recording it did not hold the post on {day} by the register.", day=_day(row)
    ),
    FindingRule.LINK_SILENT: lambda row, _other: msg(
        "The link {address} does not answer.", address=row.evidence["address"]
    ),
    FindingRule.RECORDED_LATE: lambda row, _other: msg(
        "It happened on {day} and was recorded {n} working days later; more than {most} are looked at.",
        day=_day(row),
        n=row.evidence["working_days"],
        most=LATE,
    ),
}


def why(row: FindingRow, *, sees_other: bool = True) -> Text:
    """Explain a finding; a body that the reader may not see is not named."""
    explained = _WHY.get(row.rule)
    if explained is None:
        return Text(REMARK_TITLES.get(row.evidence["remark"], row.evidence["remark"]))
    return explained(row, Body(row.other_organization) if sees_other else _OUT_OF_SIGHT)


def names_other(row: FindingRow, scope: Container[str] | None) -> bool:
    """Whether the body that a finding is compared with may be named to whoever may see the bodies of a scope, all for None."""
    return bool(row.other_organization) and (scope is None or row.other_organization in scope)


def evidence_at(row: FindingRow) -> str:
    """Give the address of the page with what it rests on."""
    at = "#deadlines" if "key" in row.evidence else f"?entry={row.version}#entry-{row.version}"
    return f"/cases/{row.case_id}{at}"


def mended_at(row: FindingRow) -> str:
    """Give the address of the page where it is mended: where what is missing is entered, or the entry corrected."""
    missing = row.rule in {
        FindingRule.DISCUSSION_UNPUBLISHED, FindingRule.PLAN_ITEM_WITHOUT_REPORT, FindingRule.PLANNED_WITHOUT_EVIDENCE,
        FindingRule.CARTOGRAM_DIFFERS,
    }  # fmt: skip
    return f"/cases/{row.case_id}" if missing else f"/cases/{row.case_id}/actions/correct?corrects={row.version}"
