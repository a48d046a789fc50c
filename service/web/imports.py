"""Importing tables: send one, look at what it would do, confirm.

The table goes back and forth with the form: nothing of it is kept here before it is confirmed, and then it is decided anew.
"""

import asyncio

from starlette.responses import Response

from events.text import Text, msg
from service.api.imports import XLSX
from service.files import FileRefused
from service.imports import KINDS, Report, RowsInvalid, kind_of
from service.imports.kind import Kind
from service.imports.template import template
from service.register import RegisterBusy
from service.tables import MOST_BYTES
from service.web.received import form_of
from service.web.render import render
from service.web.sent_table import SentTable, sent_table
from service.web.visitor import SEEN, Visitor, keep

PAGE = "/import"
LARGEST_FORM = 2 * MOST_BYTES
"""Bytes of a form with a table; written as text it takes a third more than as a file."""

CHOOSE = msg("Choose a file.")


async def form(visitor: Visitor) -> Response:
    """Show the form."""
    return _page(visitor, kind_of(visitor.choice("kind", KINDS) or next(iter(KINDS))))


async def take(visitor: Visitor) -> Response:
    """Try a table out, or store it if it was confirmed."""
    async with form_of(visitor.request, most_files=1, most_fields=10) as data:
        kind, sent = kind_of(str(data.get("kind", ""))), await sent_table(data)
    if not sent.content:
        return _page(visitor, kind, failure=CHOOSE)
    key, actor = (sent.key if sent.confirmed else None), await visitor.actor()
    try:
        report = await visitor.service.imports.run(
            kind.name, sent.content, sent.name, actor, dry_run=not sent.confirmed, key=key
        )
    except (FileRefused, RegisterBusy) as refusal:
        return _page(visitor, kind, failure=refusal.text)
    except RowsInvalid as refusal:
        return _page(visitor, kind, sent, refusal.report)
    response = _page(visitor, kind, sent, report)
    if report.position:
        keep(visitor, response, SEEN, str(report.position), seconds=60)
    return response


async def send_template(visitor: Visitor) -> Response:
    """Give the workbook to fill in, in the visitor's language."""
    kind = kind_of(visitor.request.path_params["kind"])
    content = await asyncio.to_thread(template, kind, visitor.t.language)
    headers = {"Content-Disposition": f'attachment; filename="{kind.name}.xlsx"', "Cache-Control": "no-store"}
    return Response(content, 200, headers, XLSX)


def _page(
    visitor: Visitor,
    kind: Kind,
    sent: SentTable | None = None,
    report: Report | None = None,
    failure: Text | None = None,
) -> Response:
    titles = {column.name: column.title for column in kind.columns}
    return render(
        visitor,
        "import.html",
        422 if failure or (report and report.wrong) else 200,
        kinds=[(name, visitor.t(one.title)) for name, one in KINDS.items()],
        kind=kind,
        sent=sent,
        report=report,
        failure=failure,
        titles=titles,
        largest=f"{MOST_BYTES / 1e6:g}",
    )
