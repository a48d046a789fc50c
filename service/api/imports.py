"""Importing tables, and the workbooks to fill in for it."""

import asyncio
from typing import Annotated

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.api import shapes
from service.api.answers import answer
from service.api.caller import actor_of, service_of, speaker
from service.api.commands import idempotency_key
from service.api.file_queries import ImportQuery
from service.files.kinds import KINDS as FILE_KINDS
from service.i18n import Translator
from service.imports import Report, kind_of
from service.imports.template import template
from service.tables import NAMES, TableRefused

XLSX = FILE_KINDS["xlsx"].media_type


async def post_import(request: Request, query: Annotated[ImportQuery, Query()]) -> Response:
    """Import a table, or say what that would do."""
    actor, kind = await actor_of(request), kind_of(request.path_params["kind"])
    name = table_of(request)
    report = await service_of(request).imports.run(
        kind.name,
        await request.body(),
        name,
        actor,
        dry_run=query.dry_run,
        key=idempotency_key(request),
    )
    say = speaker(request)
    headers = {"Content-Language": say.language} | ({"Idempotency-Replayed": "true"} if report.repeated else {})
    return answer(shown(report, say), headers)


def table_of(request: Request) -> str:
    """Give a name for the table that is a request's body, by what it is said to be; raises `TableRefused`."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in NAMES:
        raise TableRefused(msg("Send the table itself, as text/csv or {xlsx}.", xlsx=XLSX))
    return f"table.{NAMES[media_type]}"


async def get_template(request: Request) -> Response:
    """Give the workbook to fill in."""
    kind, say = kind_of(request.path_params["kind"]), speaker(request)
    content = await asyncio.to_thread(template, kind, say.language)
    headers = {
        "Content-Disposition": f'attachment; filename="{kind.name}.xlsx"',
        "Content-Language": say.language,
    }
    return Response(content, 200, headers, XLSX)


def shown(report: Report, say: Translator) -> shapes.Import:
    """Show what an import did, or would do."""
    return shapes.Import(
        kind=report.kind,
        dry_run=report.dry_run,
        rows=report.rows,
        created=report.created,
        changed=report.changed,
        unchanged=report.unchanged,
        listed=[shapes.ImportedRow(one.row, one.outcome, list(one.events)) for one in report.listed],
        wrong=report.wrong,
        errors=[shapes.WrongCell(e.row, e.column, e.heading, say(e.text)) for e in report.errors],
        position=report.position,
        recorded_at=report.recorded_at,
    )
