"""What became of a package in the Cross-platform: send the list, look at what it would do, record it.

The table goes back and forth with the form: nothing of it is kept here before it is confirmed, and then it is judged anew.
"""

from starlette.responses import Response

from events.text import Text
from service.files import FileRefused
from service.package.results import MOST_ROWS, Results, take_results
from service.package.results_table import COLUMNS, RESULTS
from service.tables import MOST_BYTES
from service.web.imports import CHOOSE
from service.web.received import form_of
from service.web.render import render
from service.web.sent_table import SentTable, sent_table
from service.web.visitor import SEEN, Visitor, keep

PAGE = "/packages/results"


async def form(visitor: Visitor) -> Response:
    """Show the form."""
    return _page(visitor)


async def take(visitor: Visitor) -> Response:
    """Say what a list would do, or record it if it was confirmed."""
    async with form_of(visitor.request, most_files=1, most_fields=10) as data:
        sent = await sent_table(data)
    if not sent.content:
        return _page(visitor, failure=CHOOSE)
    try:
        found = await take_results(visitor.service, visitor.person, sent.content, sent.name, dry_run=not sent.confirmed)
    except FileRefused as refusal:
        return _page(visitor, failure=refusal.text)
    response = _page(visitor, sent, found)
    if found.position:
        keep(visitor, response, SEEN, str(found.position), seconds=60)
    return response


def _page(
    visitor: Visitor, sent: SentTable | None = None, found: Results | None = None, failure: Text | None = None
) -> Response:
    return render(
        visitor,
        "package_results.html",
        422 if failure or (found and found.refused and not found.recorded) else 200,
        page=PAGE,
        name=RESULTS,
        sent=sent,
        found=found,
        failure=failure,
        titles={column.name: column.title for column in COLUMNS},
        largest=f"{MOST_BYTES / 1e6:g}",
        most=MOST_ROWS,
    )
