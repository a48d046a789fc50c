"""The whole history of a case, as a file."""

from starlette.responses import Response

from events.reading import Reading
from service.history.giving import check_form, history_file
from service.web.visitor import Visitor
from service.web.watching import case_seen


async def whole_history(visitor: Visitor) -> Response:
    """Give the history of a case as of the moment that the visitor looks at."""
    form = visitor.request.path_params["format"]
    check_form(form)
    case, _ = await case_seen(visitor, Reading.EVENTS)
    return await history_file(visitor.service, visitor.person, case, visitor.moment, form, visitor.t)
