"""Findings of the Consistency page, and how many there are of what was looked at. Nothing of sealed cases is in them."""

from dataclasses import dataclass, replace
from uuid import UUID

from events.finding import FindingRule
from events.text import Text, msg
from projections import cases as case_rows
from projections.case_row import CaseRow
from projections.findings import lists as read
from projections.findings.lists import Asked, BodyCount, RuleCount
from projections.findings.row import FindingRow
from projections.page import LARGEST, Page
from service.api.findings import DISMISSED, CountsQuery, FindingsQuery
from service.consistency.explaining import RULES, evidence_at, names_other, why
from service.exports.columns import Column
from service.exports.exported import Exported, Filters, enter
from service.exports.lists.shared import BODY, named, page_link
from service.exports.reader import Reader
from workflows.subtask.period import bounds

_ALL = 1_000_000  # bodies


@dataclass(frozen=True, slots=True)
class Line:
    """A finding; `case` is that it is about, `other` the code of the body that it is compared with, if the reader may know of it."""

    row: FindingRow
    case: CaseRow | None
    names_other: bool

    @property
    def organization(self) -> str:
        """Whose it is."""
        return self.row.organization

    @property
    def other(self) -> str:
        """The other body, "" if there is none to be named."""
        return self.row.other_organization if self.names_other else ""

    @property
    def other_case(self) -> UUID | None:
        """The case of the other body."""
        return self.row.other_case if self.names_other else None


@dataclass(frozen=True, slots=True)
class CountLine:
    """How much was looked at and found by a rule, or of a body: the other of the two is empty."""

    organization: str
    rule: str
    counted: RuleCount | BodyCount


async def _page(reader: Reader, query: FindingsQuery, cursor: str) -> Page[Line]:
    asked = replace(_asked(query), severity=query.severity, dismissed=DISMISSED[query.dismissed])
    found = await read.findings(reader.conn, asked, reader.scope, cursor=cursor, limit=LARGEST)
    cases = await case_rows.by_ids(reader.conn, list({row.case_id for row in found.rows}), reader.cleared)
    lines = (Line(row, cases.get(row.case_id), names_other(row, reader.scope)) for row in found.rows)
    return Page(tuple(lines), found.next, found.asked)


async def _counts(reader: Reader, query: CountsQuery, _cursor: str) -> Page[CountLine]:
    asked = _asked(query)
    rules = await read.by_rule(reader.conn, asked, reader.scope)
    bodies = await read.by_body(reader.conn, asked, reader.scope, _ALL)
    lines = [CountLine("", one.rule, one) for one in rules]
    return Page((*lines, *(CountLine(one.organization, "", one) for one in bodies)), "")


def _asked(query: CountsQuery) -> Asked:
    return Asked(query.rule, None, query.organization, query.region, query.first, query.last, body=query.body)


def _of_page(asked: Filters) -> dict[str, str]:
    """Take a period as its days."""
    found = {name: value for name, value in asked.items() if name != "period"}
    if period := asked.get("period"):
        try:
            first, last = bounds(period)
        except ValueError:
            return {**found, "first": period}  # which is refused in the words for days
        found |= {"first": first.isoformat(), "last": last.isoformat()}
    return found


def _of_page_counted(asked: Filters) -> dict[str, str]:
    """Leave out what narrows the list alone."""
    return {name: value for name, value in _of_page(asked).items() if name not in {"severity", "dismissed"}}


def _why(line: Line, on: Reader) -> str:
    return on.t(why(line.row, sees_other=line.names_other))


def _rule_reason(line: CountLine, on: Reader) -> str:
    reason: Text | str = RULES[FindingRule(line.rule)][1] if line.rule else ""
    return on.t(reason) if reason else ""


enter(
    Exported(
        name="findings",
        title=msg("Findings"),
        query=FindingsQuery,
        path="/consistency",
        page=_page,
        of_page=_of_page,
        bodies=lambda line: (line.organization, line.other),
        columns=(
            Column("id", msg("Id"), lambda line, _: line.row.id, 38),
            Column("rule", msg("Inconsistency"), lambda line, _: line.row.rule, 30, coded="FindingRule"),
            Column("explanation", msg("Why"), _why, 60),
            Column("severity", msg("Severity"), lambda line, _: line.row.severity, 14, coded="Severity"),
            *BODY,
            Column("case_id", msg("Id of the case"), lambda line, _: line.row.case_id, 38),
            Column("case", msg("Case"), lambda line, on: named(line.case, on) if line.case else "", 36),
            Column("entry", msg("Entry"), lambda line, _: line.row.version or None, 10),
            Column("happened_on", msg("Happened"), lambda line, _: line.row.happened_on, 12),
            Column("dismissed", msg("Set aside"), lambda line, _: line.row.dismissed, 10),
            Column("other_organization", msg("Compared with: body"), lambda line, on: on.body(line.other), 40),
            Column("other_case", msg("Compared with: id of the case"), lambda line, _: line.other_case, 38),
            Column("evidence", msg("Evidence"), lambda line, _: line.row.evidence, 60),
            page_link(lambda line: f"/consistency/{line.row.id}"),
            Column("evidence_address", msg("Address of the evidence"), lambda line, on: on.service.settings.site + evidence_at(line.row), 30),
        ),
    )
)  # fmt: skip
enter(
    Exported(
        name="finding-counts",
        title=msg("Findings by rule and body"),
        query=CountsQuery,
        path="/consistency",
        page=_counts,
        of_page=_of_page_counted,
        bodies=lambda line: (line.organization,),
        columns=(
            Column("rule", msg("Rule"), lambda line, _: line.rule, 30, coded="FindingRule"),
            Column("reason", msg("Why it is looked for"), _rule_reason, 60),
            *BODY,
            Column("found", msg("Found"), lambda line, _: line.counted.found, 10),
            Column("dismissed", msg("Set aside"), lambda line, _: line.counted.dismissed, 10),
            Column("checked", msg("Looked at"), lambda line, _: line.counted.checked, 10),
        ),
    )
)
