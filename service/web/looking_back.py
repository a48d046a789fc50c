"""Looking at a past day: which pages follow, the choice that a browser keeps, and comparing with another day."""

from urllib.parse import quote

from starlette.responses import Response

from events.almaty import day_of
from events.text import msg
from service.moment import NOW
from service.problems import LookingBack
from service.web.visitor import MOMENT, Visitor, keep

FOLLOWING = frozenset(
    {
        "/", "/silent", "/map", "/map/{region}", "/cases", "/cases/{case_id}", "/cases/{case_id}/pairs",
        "/cases/{case_id}/history.{format}", "/cases/{case_id}/block.{format}", "/cases/{case_id}/documents", "/cases/{case_id}/documents/{kind}.docx", "/deadlines", "/deadlines/told", "/deadlines/review",
        "/deadlines/review.csv", "/calendar", "/plans", "/plans/{year}", "/plans/{year}/{organization}", "/owed/{year}", "/organizations",
        "/organizations/like", "/organizations/{code}", "/people/{code}", "/appendix-2", "/appendix-2/{row}", "/scores",
        "/forms", "/forms/file.{format}", "/cases/{case_id}/form", "/cases/{case_id}/form.{format}",
        "/scores/{organization}", "/audit",
    }
)  # fmt: skip
"""The pages that show what was; the others are about the present."""

OF_THEIR_OWN = frozenset({"/compare", "/cases/{case_id}/compare", "/{rest:path}"})
"""Pages that name their days themselves, and the one that says there is no page."""

ACTING = (
    "/cases/new",
    "/cases/{case_id}/actions",
    "/cases/{case_id}/lists",
    "/handover",
    "/deadlines/ask",
    "/import",
    "/packages/results",
)
"""How the addresses of forms begin by which something is recorded: whoever looks at the past cannot mean to do that."""


def settle(visitor: Visitor, path: str) -> None:
    """Let a page that is about the present show it and say so, whatever moment they look at; raises `LookingBack` for forms."""
    if visitor.moment.is_now or path in FOLLOWING:
        return
    if visitor.request.method == "GET" and path.startswith(ACTING):
        raise LookingBack(msg("You are looking at a past day. Go back to the present to record something."))
    visitor.set_aside = NOW if path in OF_THEIR_OWN else visitor.moment
    visitor.moment = NOW
    visitor.today = visitor.present


def remember(visitor: Visitor, response: Response) -> None:
    """Have the browser keep the moment that the address names, so that the next pages follow; any page leads back to the present."""
    asked, route = visitor.request.query_params, visitor.request.scope.get("route")
    if "at" not in asked and "effective_at" not in asked:
        return
    if getattr(route, "path", "") not in FOLLOWING and (asked.get("at") or asked.get("effective_at")):
        return
    named = visitor.moment.query()
    if visitor.moment.is_now:
        response.delete_cookie(MOMENT, path="/")
    else:
        keep(visitor, response, MOMENT, f"{quote(named.get('at', ''))}|{named.get('effective_at', '')}", seconds=None)


def shown(visitor: Visitor) -> dict[str, str]:
    """Give what the chooser of the moment shows: the two days, empty for the present."""
    at, effective_at = visitor.moment.at, visitor.moment.effective_at
    return {
        "at": day_of(at).isoformat() if at else "",
        "effective_at": effective_at.isoformat() if effective_at else "",
    }
