"""The Consistency page: what the record itself shows of formalism and error, by rule and body; and the page of one finding."""

from http import HTTPStatus
from uuid import UUID, uuid4

from starlette.responses import RedirectResponse, Response

from events.finding import FindingRule, Severity
from events.text import Text, msg
from projections import cases as case_rows
from projections.findings.lists import Asked, by_body, by_rule, findings
from projections.findings.row import FindingRow
from service import vocabulary
from service.access import Account
from service.consistency.dismissing import dismiss, may_judge, no_finding, reopen, seen
from service.consistency.explaining import RULES, evidence_at, mended_at, names_other, why
from service.consistency.reading import Shown, shown
from service.recall import Result
from service.web import lookup
from service.web.received import form_of
from service.web.render import render
from service.web.visitor import SEEN, Visitor, keep
from workflows.refusals import Invalid
from workflows.regions import REGIONS
from workflows.subtask.period import bounds

PAGE = "/consistency"
ROWS = 25
YEARS, QUARTERS = 3, 8
_LISTED = {"no": False, "only": True, "all": None}
_DISMISSED = {"no": msg("Without those dismissed"), "only": msg("Those dismissed"), "all": msg("All")}


async def findings_page(visitor: Visitor) -> Response:
    """Show the counts by rule and by body, and the list behind them."""
    asked, said = await _asked(visitor)
    await lookup.catch_up(visitor)
    async with visitor.service.pool.connection() as conn:
        counted = await by_rule(conn, asked, visitor.scope)
        bodies = await by_body(conn, asked, visitor.scope)
        page = await findings(conn, asked, visitor.scope, cursor=visitor.query("cursor") or "", limit=ROWS)
        cases = await case_rows.by_ids(conn, list({row.case_id for row in page.rows}), visitor.cleared)
        codes = {row.organization for row in page.rows} | {one.organization for one in bodies}
        names = await lookup.names(conn, visitor.t, codes | {said["body"] or ""})
        organizations = await lookup.organization_filter(conn, visitor, said["organization"])
    return render(
        visitor,
        "consistency.html",
        counted=counted,
        why_rule={rule.value: text for rule, (_, text) in RULES.items()},
        bodies=bodies,
        page=page,
        asked=said,
        cases=cases,
        names=names,
        why=lambda row: why(row, sees_other=names_other(row, visitor.scope)),
        evidence_at=evidence_at,
        rules=vocabulary.codes("FindingRule"),
        severities=vocabulary.codes("Severity"),
        periods=_periods(visitor),
        dismissed=_DISMISSED,
        organizations=organizations,
        regions=lookup.regions(visitor.t),
    )


async def finding_page(visitor: Visitor) -> Response:
    """Show one finding with its evidence, what was said of it, and the form that dismisses it or takes it up again."""
    await lookup.catch_up(visitor)
    return await _page(visitor, await _finding(visitor), {}, ())


async def judge(visitor: Visitor) -> Response:
    """Dismiss a finding, or take it up again."""
    row, account = await _finding(visitor), visitor.person
    async with form_of(visitor.request, most_files=0, most_fields=10) as data:
        sent = {name: str(data.get(name, "")).strip() for name in ("what", "evidence", "reason", "_key")}
    key = sent["_key"] or None
    try:
        result = await _judged(visitor, account, row, sent, key)
    except Invalid as refused:
        wrong = tuple(refused.violations)
        return await _page(visitor, row, sent, tuple((str(one.path[0]), one.text) for one in wrong if one.path))
    response = RedirectResponse(f"{PAGE}/{row.id}", HTTPStatus.SEE_OTHER)
    keep(visitor, response, SEEN, str(result.position), seconds=60)
    return response


async def _judged(visitor: Visitor, account: Account, row: FindingRow, sent: dict[str, str], key: str | None) -> Result:
    if sent["what"] == "reopen":
        return await reopen(visitor.service, account, row, sent["reason"], key)
    return await dismiss(visitor.service, account, row, sent["evidence"], sent["reason"], key)


async def _page(
    visitor: Visitor, row: FindingRow, sent: dict[str, str], wrong: tuple[tuple[str, Text], ...]
) -> Response:
    found: Shown = await shown(visitor.service, visitor.person, row)
    async with visitor.service.pool.connection() as conn:
        ids = [one for one in (row.case_id, row.other_case if found.sees_other else None) if one]
        cases = await case_rows.by_ids(conn, ids, visitor.cleared)
        names = await lookup.names(conn, visitor.t, {row.organization, row.other_organization} - {""})
    return render(
        visitor,
        "finding.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        row=row,
        found=found,
        cases=cases,
        names=names,
        why=why(row, sees_other=found.sees_other),
        why_rule=RULES[FindingRule(row.rule)][1],
        evidence_at=evidence_at(row),
        mended_at=mended_at(row) if visitor.person.organization == row.organization else evidence_at(row),
        may_judge=await may_judge(visitor.service, visitor.person, row),
        people=await lookup.people(visitor, {event.envelope.actor for event in found.said}),
        sent=sent,
        wrong=dict(wrong),
        key=str(uuid4()),
    )


async def _finding(visitor: Visitor) -> FindingRow:
    text = visitor.request.path_params["finding_id"]
    try:
        finding_id = UUID(text)
    except ValueError:
        raise no_finding(text) from None
    return await seen(visitor.service, visitor.person, finding_id)


async def _asked(visitor: Visitor) -> tuple[Asked, dict[str, str | None]]:
    """Take what the address asks for, both as it is searched and as the form shows it."""
    said = {
        "rule": visitor.choice("rule", vocabulary.codes("FindingRule")),
        "severity": visitor.choice("severity", {one.value for one in Severity}),
        "organization": await lookup.organization_asked(visitor),
        "body": visitor.choice("body", (await visitor.register()).codes()),
        "region": visitor.choice("region", REGIONS),
        "period": visitor.choice("period", dict(_periods(visitor))),
        "dismissed": visitor.choice("dismissed", _DISMISSED),
    }
    period = said["period"]
    first, last = bounds(period) if period in dict(_periods(visitor)) else (None, None)
    listed = _LISTED.get(said["dismissed"] or "no", False)
    asked = Asked(
        said["rule"], said["severity"], said["organization"], said["region"], first, last, listed, said["body"]
    )
    return asked, said


def _periods(visitor: Visitor) -> list[tuple[str, str]]:
    """Give the periods to choose from, the newest first: years, and quarters."""
    today = visitor.today.day
    this = today.year * 4 + (today.month - 1) // 3
    codes = [str(year) for year in range(today.year, today.year - YEARS, -1)]
    codes += [f"{number // 4}Q{number % 4 + 1}" for number in range(this, this - QUARTERS, -1)]
    return [(code, visitor.t.period(code)) for code in codes]
