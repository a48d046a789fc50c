"""Drawing pages: the templates, what every page knows, and the headers it is sent with."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from starlette.responses import HTMLResponse, Response

from events.text import Text, msg
from projections.case_row import CaseRow
from service.case_titles import title_of
from service.forms.writing.told_in import told_in
from service.i18n import LANGUAGES, NAMES, Translator, is_language
from service.problems import by_slug
from service.signatures.claims import compared
from service.signatures.codes import STATUS
from service.status import margin
from service.subtasks import row_name, subtask_title, work_title
from service.web import looking_back
from service.web.assets import asset
from service.web.visitor import LANGUAGE, Visitor, keep
from workflows.case import Case

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Nothing inline, nothing from elsewhere; `data:` is for the arrows and ticks of Bootstrap's form controls."""

LONGEST_ADDRESS = 48

_MOMENT = frozenset({"at", "effective_at", "cursor"})

YEAR = 365 * 24 * 3600

_NAVIGATION = (
    ("/", msg("Overview")),
    ("/tasks", msg("My tasks")),
    ("/cases", msg("Cases")),
    ("/deadlines", msg("Deadlines")),
    ("/calendar", msg("Calendar")),
    ("/organizations", msg("Organisations")),
    ("/map", msg("Map")),
    ("/scores", msg("Scores")),
    ("/plans", msg("Year's plan")),
    ("/forms", msg("Forms")),
    ("/appendix-2", msg("Appendix 2")),
    ("/catalogue", msg("Catalogue")),
    ("/consistency", msg("Consistency")),
    ("/audit", msg("Audit")),
    ("/alert-policy", msg("Alert policy")),
    ("/aggregates/corruption-reports", msg("Corruption reports")),
    ("/workflows/risk_analysis", msg("How it works")),
)


@cache
def environment() -> Environment:
    """Give the one environment of all pages."""
    env = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(date=_date, plain=_plain, day=_day, month=_month, moment=_moment, number=_number, code=_code)
    env.filters.update(translated=_translated, shortened=_shortened, short=_short, cited=_cited)
    env.filters.update(quarter=_quarter, told_in=told_in)
    env.filters.update(case_name=_case_name, work_title=_work_title, subtask_title=_subtask_title, period=_period)
    env.globals.update(held_to=compared, signature_status=STATUS)
    env.globals.update(asset=asset, min=min, max=max, query=_query, margin=margin, problem_kind=by_slug)
    return env


def render(visitor: Visitor, template: str, status: int = 200, **values: Any) -> Response:
    """Draw a page. Every template knows `v` (the visitor), `_`, `ngettext`, `t`, and its own values."""
    text = (
        environment()
        .get_template(template)
        .render(
            v=visitor,
            t=visitor.t,
            _=visitor.t,
            ngettext=visitor.t.n,
            today=visitor.today,
            path=visitor.request.url.path,
            languages=[(code, NAMES[code], _with_language(visitor, code)) for code in LANGUAGES],
            navigation=_navigation(visitor),
            title_of=lambda case: _title_of(visitor, case),
            moment=looking_back.shown(visitor),
            kept_query=[
                (name, value) for name, value in visitor.request.query_params.multi_items() if name not in _MOMENT
            ],
            **values,
        )
    )
    response = HTMLResponse(text, status, HEADERS)
    if is_language(asked := visitor.request.query_params.get("lang")):
        keep(visitor, response, LANGUAGE, str(asked), seconds=YEAR)
    looking_back.remember(visitor, response)
    return response


def _title_of(visitor: Visitor, case: Case) -> str:
    return title_of(visitor.service.cases.workflow_of(case), case, visitor.t)


def _navigation(visitor: Visitor) -> list[tuple[str, Text]]:
    if visitor.account is None:
        return [(at, title) for at, title in _NAVIGATION if at.startswith("/workflows/")]
    shown = {
        "/appendix-2": visitor.is_supervisor or visitor.may_begin,
        "/audit": visitor.is_supervisor,
        "/aggregates/corruption-reports": visitor.sees_report_counts,
    }
    return [(at, title) for at, title in _NAVIGATION if shown.get(at, True)]


def _with_language(visitor: Visitor, code: str) -> str:
    kept = [(name, value) for name, value in visitor.request.query_params.multi_items() if name != "lang"]
    return f"{visitor.request.url.path}?{urlencode([*kept, ('lang', code)])}"


def _query(parameters: Mapping[str, Any], keep_empty: Collection[str] = (), **changed: Any) -> str:
    """Give a query string with some parameters changed, empty ones left out but for those to be kept."""
    merged = {**parameters, **changed}.items()
    kept = {name: value for name, value in merged if value not in (None, "") or name in keep_empty}
    return f"?{urlencode(kept)}" if kept else "?"


@pass_context
def _translated(context: Context, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(code, context["t"](title)) for code, title in pairs]


@pass_context
def _short(context: Context, value: date) -> str:
    return str(context["t"].short(value))


@pass_context
def _cited(context: Context, basis: str) -> str:
    """Name a line of the Instruction ("l.105"), or an article of a law."""
    t: Translator = context["t"]
    if not basis:
        return t("no line")
    if not basis.startswith("l."):
        return t.code("basis", basis)
    return t("line {n}", n=basis.removeprefix("l."))


@pass_context
def _quarter(context: Context, value: str) -> str:
    return str(context["t"].period(value))


def _shortened(address: str) -> str:
    """Give an address without its protocol, cut in its middle."""
    text = address.split("://", 1)[-1].rstrip("/")
    return text if len(text) <= LONGEST_ADDRESS else f"{text[: LONGEST_ADDRESS // 2]}…{text[-LONGEST_ADDRESS // 2 :]}"


@pass_context
def _date(context: Context, value: date | str) -> str:
    return str(context["t"].date(_as_date(value)))


@pass_context
def _plain(context: Context, value: date | str) -> str:
    return str(context["t"].plain(_as_date(value)))


@pass_context
def _day(context: Context, value: date | str) -> str:
    return str(context["t"].day(_as_date(value)))


@pass_context
def _month(context: Context, value: date) -> str:
    return str(context["t"].month(value))


@pass_context
def _moment(context: Context, value: datetime) -> str:
    return str(context["t"].moment(value))


@pass_context
def _number(context: Context, value: int) -> str:
    return str(context["t"].number(value))


@pass_context
def _case_name(context: Context, row: CaseRow) -> str:
    return row_name(context["t"], row)


@pass_context
def _subtask_title(context: Context, row: CaseRow) -> str:
    return subtask_title(context["t"], row.subtask, row.period)


@pass_context
def _work_title(context: Context, row: CaseRow) -> str:
    return work_title(context["t"], row)


@pass_context
def _period(context: Context, period: str) -> str:
    return str(context["t"].period(period))


@pass_context
def _code(context: Context, value: Any, kind: str) -> str:
    return str(context["t"].code(kind, value))


def _as_date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
