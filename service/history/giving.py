"""Giving the whole history of a case as a file, to those who may read the case."""

import asyncio
from collections.abc import Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response, StreamingResponse

from events.almaty import day_of
from events.text import Body, msg
from service.access import Account
from service.case_titles import title_of
from service.exports.at_once import HEADERS, pieces
from service.exports.making import MOST_BYTES
from service.exports.writing.writer import Target
from service.files.aside import Aside
from service.history.csv_file import HistoryCsv
from service.history.heading import Heading
from service.history.jsonl_file import JsonlWriter
from service.history.lines import lines, told_of
from service.history.pdf_file import PdfWriter
from service.i18n import Translator
from service.moment import Moment
from service.named import Named, named_at
from workflows.case import Case
from workflows.refusals import Unknown

if TYPE_CHECKING:
    from service.wiring import Service

Writer = PdfWriter | JsonlWriter | HistoryCsv

WRITERS: Mapping[str, type[PdfWriter] | type[JsonlWriter] | type[HistoryCsv]] = {
    "pdf": PdfWriter, "jsonl": JsonlWriter, "csv": HistoryCsv
}  # fmt: skip
"""By the ending of the file's name."""

MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "jsonl": "application/jsonl; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}


def check_form(form: str) -> None:
    """Refuse a format that there is not; raises `Unknown`."""
    if form not in WRITERS:
        raise Unknown(msg("Histories are given as {formats}.", formats=", ".join(WRITERS)))


async def history_file(
    service: "Service", account: Account, case: Case, moment: Moment, form: str, t: Translator
) -> Response:
    """Give the history of a case as of a moment; whoever asks was admitted to it. Raises `TooLongToPrint` and `TooLarge`."""
    told, bodies = await told_of(service, case, moment), await named_at(service, moment, t.language)
    t = t.naming(bodies)
    head = _heading(service, account, told.case, moment, t, bodies)
    aside, entries = Aside(), 0
    target = Target(aside, MOST_BYTES)
    try:
        async with service.exports.turns:
            writer: Writer = WRITERS[form](target, head, t)
            async for part in lines(service, account, told, t, bodies):
                entries += sum(line.entry is not None for line in part)
                await asyncio.to_thread(writer.add, part)
                target.check()
        async with service.exports.printing if isinstance(writer, PdfWriter) else nullcontext():
            await writer.end(entries)
        target.check()
        await asyncio.to_thread(aside.seek, 0)
    except BaseException:
        aside.close()
        raise
    name = f"history-{case.id}-{day_of(head.as_of).isoformat()}.{form}"
    headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"', "Content-Length": str(target.size)}
    return StreamingResponse(pieces(aside), headers=headers, media_type=MEDIA_TYPES[form])


def _heading(service: "Service", account: Account, case: Case, moment: Moment, t: Translator, bodies: Named) -> Heading:
    now, kind, query = service.clock.now(), service.cases.workflow_of(case), moment.query()
    body = bodies(Body(case.organization)) or case.organization
    return Heading(
        case_id=case.id, title=title_of(kind, case, t), kind=t(kind.TITLE), workflow=kind.WORKFLOW, state=case.state,
        organization=case.organization, organization_name=body, moment=moment, as_of=moment.at or now,
        exported_by=account.name, login=account.login, exported_at=now,
        address=f"{service.settings.site}/cases/{case.id}" + (f"?{urlencode(query)}" if query else ""), language=t.language,
    )  # fmt: skip
