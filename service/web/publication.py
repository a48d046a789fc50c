"""The block of a cartogram for the website, as a file."""

from starlette.responses import Response

from service.publication.block import Rows
from service.publication.giving import block_file
from service.web.visitor import Visitor
from service.web.watching import case_seen


async def block(visitor: Visitor) -> Response:
    """Give the block as of the moment that the visitor looks at."""
    case, _ = await case_seen(visitor)
    rows = visitor.choice("rows", list(Rows))
    drawn = Rows(rows) if rows in set(Rows) else Rows.ANALYSES
    form = visitor.request.path_params["format"]
    return await block_file(visitor.service, case, visitor.moment, form, visitor.t, drawn)
