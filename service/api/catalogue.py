"""What anybody may know of the Instruction: its editions, projects, tasks and subtasks. No token is needed."""

from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.api import shapes
from service.api.answers import answer
from service.api.queries import NoQuery
from workflows.catalogue import Catalogue, edition, editions
from workflows.refusals import Unknown


async def get_editions(_request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """List the editions."""
    return answer(shapes.Editions([_item(edition(year)) for year in editions()]))


async def get_edition(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Give an edition whole."""
    return answer(_asked(request))


async def get_subtask(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """Give a subtask of an edition."""
    return answer(_asked(request).subtask(request.path_params["subtask"]))


def _asked(request: Request) -> Catalogue:
    """Give the edition of the address; raises `Unknown`."""
    year: str = request.path_params["year"]
    if year not in map(str, editions()):
        raise Unknown(msg("There is no catalogue of {year}.", year=year))
    return edition(int(year))


def _item(catalogue: Catalogue) -> shapes.EditionItem:
    return shapes.EditionItem(
        year=catalogue.year,
        instruction=catalogue.instruction,
        issuer=catalogue.issuer,
        sha256=catalogue.sha256,
        href=f"/api/v1/catalogue/{catalogue.year}",
    )
