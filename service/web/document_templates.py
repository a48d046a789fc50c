"""The templates by which a body draws up its documents, and the fields that they may name."""

from collections.abc import Sequence
from http import HTTPStatus
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from events.reading import Reading
from events.text import Body, msg
from projections import cases as case_rows
from projections.case_row import CaseRow
from service.documents.giving import by_example, document, file
from service.documents.hostile import LARGEST
from service.documents.kinds import FIELDS, KINDS, LANGUAGES, DocumentLanguage, Kind, kind_of, language_of
from service.documents.templates import OWN, Version, number_of
from service.files.sharing import check_reaches
from service.i18n import NAMES
from service.moment import NOW
from service.recall import no_case
from service.web import lookup
from service.web.received import form_of
from service.web.render import render
from service.web.visitor import Visitor
from workflows.refusals import Invalid, Unknown, Violation

PAGE = "/organizations/{code}/templates"
VERSION = PAGE + "/{kind}/{language}/{number}"

_CASES = 20
"""Cases of a kind that a preview can be made of; a preview by address can be made of any."""


async def fields_page(visitor: Visitor) -> Response:
    """List the fields that templates may name."""
    kinds = {workflow: [one for one in KINDS.values() if one.workflow == workflow] for workflow in FIELDS}
    return render(visitor, "document_fields.html", fields=FIELDS, kinds=kinds)


async def templates_page(visitor: Visitor) -> Response:
    """Show the templates of a body: what is in force, what was sent, what was in force before."""
    return await _page(visitor, await _body(visitor))


async def send(visitor: Visitor) -> Response:
    """Check and keep a template that somebody sends."""
    organization = await _body(visitor)
    async with form_of(visitor.request, most_files=1, most_fields=10) as data:
        kind, language = kind_of(str(data.get("kind", ""))), language_of(str(data.get("language", "")))
        sent = data.get("file")
        name = sent.filename or "" if isinstance(sent, UploadFile) else ""
        content = await sent.read(LARGEST + 1) if isinstance(sent, UploadFile) else b""
    try:
        templates = visitor.service.templates
        kept = await templates.keep(visitor.person, organization, kind, language, name, content)
    except Invalid as refusal:
        return await _page(visitor, organization, refusal.violations, (kind, language), name)
    return RedirectResponse(f"/organizations/{organization}/templates#{kept.kind}", HTTPStatus.SEE_OTHER)


async def use(visitor: Visitor) -> Response:
    """Put a version in force."""
    organization, (kind, language, number) = await _body(visitor), _version(visitor)
    await visitor.service.templates.use(visitor.person, organization, kind, language, number)
    return RedirectResponse(f"/organizations/{organization}/templates#{kind.name}", HTTPStatus.SEE_OTHER)


async def template_file(visitor: Visitor) -> Response:
    """Give a version as it was sent."""
    organization, (kind, language, number) = await _body(visitor), _version(visitor)
    content = await visitor.service.templates.content(organization, kind, language, number)
    return file(content, f"template-{kind.name}-{language}-{number}.docx", language)


async def preview(visitor: Visitor) -> Response:
    """Give a version filled in with the data of a case of the body, or by example."""
    organization, (kind, language, number) = await _body(visitor), _version(visitor)
    asked, service = visitor.query("case"), visitor.service
    if not asked:
        return await by_example(service, organization, kind, language, number)
    try:
        case = await service.cases.get(UUID(asked))
    except ValueError:
        raise no_case(asked) from None
    await service.gate.admit(visitor.person, service.cases.workflow_of(case), case, Reading.PAGE)
    if case.organization != organization:
        raise Unknown(msg("{organization} has no such case.", organization=Body(organization)))
    return await document(service, case, kind, NOW, language, number)


async def _page(
    visitor: Visitor,
    organization: str,
    wrong: Sequence[Violation] = (),
    chosen: tuple[Kind, DocumentLanguage] | None = None,
    sent: str = "",
) -> Response:
    templates = visitor.service.templates
    versions, uses = await templates.versions(organization), await templates.uses(organization)
    in_force = {(one.kind, one.language): one for one in reversed(uses)}
    cases = await _cases(visitor, organization)
    people = {str(one) for one in (*(v.sent_by for v in versions), *(u.decided_by for u in uses))}
    async with visitor.service.pool.connection() as conn:
        names = await lookup.names(conn, visitor.t, {organization})
    return render(
        visitor,
        "document_templates.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        organization=organization,
        names=names,
        kinds=KINDS.values(),
        drawn_in=[(code, NAMES[code]) for code in LANGUAGES],
        versions=_grouped(versions),
        uses=uses,
        in_force=in_force,
        own=OWN,
        may=await templates.may_change(visitor.person, organization),
        cases=cases,
        choices=[(str(row.id), f"{row.number or row.period or row.id} ({row.workflow})") for row in cases],
        previewed=visitor.query("case") or "",
        people=await visitor.service.access.names(people),
        wrong=wrong,
        chosen=chosen,
        sent=sent,
        limit=f"{LARGEST / 1e6:g}",
    )


def _grouped(versions: Sequence[Version]) -> dict[tuple[str, str], list[Version]]:
    grouped: dict[tuple[str, str], list[Version]] = {}
    for one in versions:
        grouped.setdefault((one.kind, one.language), []).append(one)
    return grouped


async def _cases(visitor: Visitor, organization: str) -> list[CaseRow]:
    """Give cases of a body that have documents, the last changed first."""
    found: list[CaseRow] = []
    async with visitor.service.pool.connection() as conn:
        for workflow in FIELDS:
            page = await case_rows.cases(
                conn, workflow=workflow, organization=organization, scope=visitor.scope, limit=_CASES
            )
            found += [row for row in page.rows if row.organization == organization]
    return found


async def _body(visitor: Visitor) -> str:
    """Give the body of the address, to whoever may read its cases; raises `Unknown` and `OutOfScope`."""
    organization: str = visitor.request.path_params["code"]
    await check_reaches(visitor.service, visitor.person, organization)
    return organization


def _version(visitor: Visitor) -> tuple[Kind, DocumentLanguage, int]:
    parts = visitor.request.path_params
    return kind_of(parts["kind"]), language_of(parts["language"]), number_of(parts["number"])
