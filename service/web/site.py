"""The pages' addresses, and what all of them have in common: a visitor, a log-in where needed, errors as pages."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

import structlog
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from service.encoding import check_encoded
from service.problem_kinds import INTERNAL, RENEWED
from service.problems import KINDS, OF_HTTP, BadRequest, Problem, problem
from service.web import (
    absences,
    acting,
    aggregates,
    alert_policy,
    appendices,
    appendix,
    asking,
    audit,
    beginnings,
    calendar,
    calendar_changes,
    calendar_feed,
    card,
    cartogram,
    case,
    case_documents,
    cases,
    catalogue,
    compare,
    consistency,
    deadlines,
    document_templates,
    exports,
    handing_over,
    history,
    home,
    imports,
    inbox,
    login,
    organization,
    organizations,
    package_results,
    packages,
    pairs,
    plans,
    preferences,
    publication,
    reconciliation,
    review,
    scores,
    search,
    signatures,
    tasks,
    uploads,
    views,
    webhooks,
    workflow,
)
from service.web.assets import STATIC
from service.web.kept_files import KeptFiles
from service.web.looking_back import settle
from service.web.render import render
from service.web.visitor import Visitor, check_origin, stranger, visitor_of

Page = Callable[[Visitor], Awaitable[Response]]

log = structlog.get_logger(__name__)

UNSUBSCRIBE = "/unsubscribe/{token}"
"""Where a mail program sends a form by itself: what it may do stands in the address."""


def mount(app: FastAPI) -> None:
    """Add the pages to the application, after everything else: the last address takes whatever is left."""
    app.mount("/static", KeptFiles(directory=STATIC), name="static")
    for path, page, methods, public in _PAGES:
        app.router.routes.append(_route(path, page, methods, public=public))
    app.router.routes.append(_route("/{rest:path}", _nothing, ["GET", "POST"], public=True))


def _route(path: str, page: Page, methods: list[str], *, public: bool) -> Route:
    async def endpoint(request: Request) -> Response:
        request.scope["route"] = route  # names the address in the log and in the metrics
        visitor = stranger(request)
        try:
            check_encoded(request.scope["query_string"])
            visitor = await visitor_of(request)
            if request.method == "POST" and path != UNSUBSCRIBE:
                check_origin(request)
            if not public and visitor.account is None:
                return _to_login(request)
            settle(visitor, path)
            await visitor.name_as_of_moment()
            return await page(visitor)
        except HTTPException as error:
            if request.url.path.startswith("/api/"):
                raise
            return _failed(visitor, Problem(OF_HTTP.get(error.status_code, KINDS[BadRequest])))
        except Exception as error:
            if request.url.path.startswith("/api/"):
                raise
            found = problem(error)
            if found.kind in {INTERNAL, RENEWED}:
                log.exception("page failed", route=path)
            return _failed(visitor, found)

    route = Route(path, endpoint, methods=methods, include_in_schema=False)
    return route


async def _nothing(_visitor: Visitor) -> Response:
    raise HTTPException(404)


def _to_login(request: Request) -> Response:
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    there = f"/login?next={quote(here)}" if request.method == "GET" and here != "/" else "/login"
    return RedirectResponse(there, 303)


def _failed(visitor: Visitor, found: Problem) -> Response:
    response = render(
        visitor,
        "error.html",
        found.kind.status,
        problem=found,
        request_id=visitor.request.scope.get("request_id", ""),
        errors=[(e.get("parameter", ""), e["detail"]) for e in found.members.get("errors", ())],
    )
    response.headers.update(found.headers)
    return response


_PAGES: tuple[tuple[str, Page, list[str], bool], ...] = (
    ("/login", login.login_page, ["GET"], True),
    ("/login", login.log_in, ["POST"], True),
    ("/logout", login.log_out, ["POST"], True),
    ("/", home.dashboard, ["GET"], False),
    ("/map", cartogram.country, ["GET"], False),
    ("/map/{region}", cartogram.region, ["GET"], False),
    ("/silent", home.silent, ["GET"], False),
    ("/cases", cases.case_list, ["GET"], False),
    ("/cases/new", beginnings.beginnings, ["GET"], False),
    ("/cases/new/{workflow}/{action}", acting.begin_form, ["GET"], False),
    ("/cases/new/{workflow}/{action}", acting.begin, ["POST"], False),
    ("/cases/{case_id}", case.case_page, ["GET"], False),
    ("/cases/{case_id}/actions/{action}", acting.action_form, ["GET"], False),
    ("/cases/{case_id}/actions/{action}", acting.act, ["POST"], False),
    ("/compare", compare.compare_page, ["GET"], False),
    ("/cases/{case_id}/compare", compare.compare_case, ["GET"], False),
    ("/cases/{case_id}/history.{format}", history.whole_history, ["GET"], False),
    ("/cases/{case_id}/block.{format}", publication.block, ["GET"], False),
    ("/cases/{case_id}/documents", case_documents.case_documents, ["GET"], False),
    ("/cases/{case_id}/documents/{kind}.docx", case_documents.case_document, ["GET"], False),
    ("/cases/{case_id}/pairs", pairs.pairs_page, ["GET"], False),
    ("/cases/{case_id}/lists/{side}", reconciliation.list_form, ["GET"], False),
    ("/cases/{case_id}/lists/{side}", reconciliation.take_list, ["POST"], False),
    ("/files/{sha256}", uploads.send_file, ["GET"], False),
    ("/files/{sha256}/signatures", signatures.signatures_page, ["GET"], False),
    ("/files/{sha256}/signatures", signatures.take, ["POST"], False),
    ("/files/{sha256}/signatures/{signature}", signatures.send_signature, ["GET"], False),
    ("/deadlines", deadlines.board, ["GET"], False),
    ("/handover", handing_over.hand_over_form, ["GET"], False),
    ("/handover", handing_over.hand_over, ["POST"], False),
    ("/deadlines/ask", asking.ask_form, ["GET"], False),
    ("/deadlines/ask", asking.ask, ["POST"], False),
    ("/deadlines/told", asking.told_log, ["GET"], False),
    ("/deadlines/review", review.review_page, ["GET"], False),
    ("/deadlines/review.csv", review.table, ["GET"], False),
    ("/calendar", calendar.month, ["GET"], False),
    ("/calendar/changes", calendar_changes.changes, ["GET"], False),
    ("/calendar/address", calendar_feed.address_page, ["GET"], False),
    ("/calendar/address", calendar_feed.change_address, ["POST"], False),
    ("/calendar/{secret}.ics", calendar_feed.calendar, ["GET"], True),
    ("/tasks", tasks.tasks_page, ["GET"], False),
    ("/search", search.search_page, ["GET"], False),
    ("/views", views.change, ["POST"], False),
    ("/inbox", inbox.inbox_page, ["GET"], False),
    ("/inbox/read", inbox.mark_read, ["POST"], False),
    ("/inbox/events", inbox.events, ["GET"], True),
    (preferences.PAGE, preferences.form, ["GET"], False),
    (preferences.PAGE, preferences.change, ["POST"], False),
    (webhooks.PAGE, webhooks.own, ["GET"], False),
    (webhooks.PAGE, webhooks.create, ["POST"], False),
    (webhooks.PAGE + "/{webhook_id}", webhooks.one, ["GET"], False),
    (webhooks.PAGE + "/{webhook_id}", webhooks.act, ["POST"], False),
    ("/plans", plans.this_year, ["GET"], False),
    ("/plans/{year}", plans.country, ["GET"], False),
    ("/plans/{year}", plans.plan_country, ["POST"], False),
    ("/plans/{year}/{organization}", plans.body, ["GET"], False),
    ("/plans/{year}/{organization}", plans.plan_body, ["POST"], False),
    ("/owed/{year}", plans.owed, ["GET"], False),
    ("/card", card.this_year, ["GET"], False),
    ("/card/{year}", card.dates, ["GET"], False),
    ("/card/{year}", card.take, ["POST"], False),
    ("/catalogue", catalogue.whole, ["GET"], True),
    ("/catalogue/{subtask}", catalogue.one, ["GET"], True),
    ("/organizations", organizations.listed, ["GET"], False),
    ("/organizations/like", organizations.suggestions, ["GET"], False),
    ("/audit/people", audit.people_like, ["GET"], False),
    (imports.PAGE, imports.form, ["GET"], False),
    (imports.PAGE, imports.take, ["POST"], False),
    (imports.PAGE + "/{kind}.xlsx", imports.send_template, ["GET"], False),
    ("/appendix-2", appendix.whole, ["GET"], False),
    ("/appendix-2/{row}", appendix.one_row, ["GET"], False),
    (appendices.PAGE, appendices.forms_page, ["GET"], False),
    (appendices.PAGE, appendices.form_anew, ["POST"], False),
    (appendices.PAGE + "/file.{format}", appendices.form_as_file, ["GET"], False),
    ("/packages", packages.packages_page, ["GET"], False),
    (packages.RESULTS_LIST, packages.results_list, ["GET"], False),
    (package_results.PAGE, package_results.form, ["GET"], False),
    (package_results.PAGE, package_results.take, ["POST"], False),
    ("/cases/{case_id}/form", appendices.report_page, ["GET"], False),
    ("/cases/{case_id}/form.{format}", appendices.report_as_file, ["GET"], False),
    ("/scores", scores.bodies, ["GET"], False),
    ("/scores/{organization}", scores.scores_page, ["GET"], False),
    ("/scores/{organization}", scores.record, ["POST"], False),
    ("/organizations/{code}", organization.organization_page, ["GET"], False),
    ("/documents", document_templates.fields_page, ["GET"], False),
    (document_templates.PAGE, document_templates.templates_page, ["GET"], False),
    (document_templates.PAGE, document_templates.send, ["POST"], False),
    (document_templates.VERSION + ".docx", document_templates.template_file, ["GET"], False),
    (document_templates.VERSION + "/preview.docx", document_templates.preview, ["GET"], False),
    (document_templates.VERSION, document_templates.use, ["POST"], False),
    ("/people/{code}", organization.person_page, ["GET"], False),
    (exports.PAGE, exports.own, ["GET"], False),
    (exports.PAGE, exports.order_export, ["POST"], False),
    (exports.PAGE + "/{export_id}/file", exports.send, ["GET"], False),
    (exports.PAGE + "/{list}.{format}", exports.export, ["GET"], False),
    (exports.PAGE + "/{export_id}", exports.act, ["POST"], False),
    (consistency.PAGE, consistency.findings_page, ["GET"], False),
    (consistency.PAGE + "/{finding_id}", consistency.finding_page, ["GET"], False),
    (consistency.PAGE + "/{finding_id}", consistency.judge, ["POST"], False),
    ("/audit", audit.trail, ["GET"], False),
    ("/alert-policy", alert_policy.policy_page, ["GET"], False),
    ("/absences", absences.absences_page, ["GET"], False),
    ("/absences", absences.record, ["POST"], False),
    ("/absences/{absence_id}/revoke", absences.revoke, ["POST"], False),
    (UNSUBSCRIBE, preferences.to_preferences, ["GET"], True),
    (UNSUBSCRIBE, preferences.unsubscribe, ["POST"], True),
    (aggregates.REPORTS, aggregates.corruption_report_counts, ["GET"], False),
    ("/workflows/{name}", workflow.description, ["GET"], True),
)
"""Address, page, methods, and whether it is open to everybody."""
