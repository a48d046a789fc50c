"""Templates of a body: sending them, looking at them, putting them in force."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.text import Body, msg
from service.api.answers import answer
from service.api.caller import account_of, case_as_of, check_sees, service_of
from service.api.queries import NoQuery, Text
from service.api.shapes import documents as shapes
from service.documents.giving import by_example, document, file
from service.documents.kinds import DocumentLanguage, Kind, kind_of, language_of
from service.documents.templates import OWN, Use, Version, number_of
from service.files.sharing import check_reaches
from service.moment import NOW
from service.problems import BadRequest
from workflows.refusals import Unknown


class SendingQuery(NoQuery):
    """What the file is called."""

    name: Text = Field("template.docx", description="name of the file, for people")


class PreviewQuery(NoQuery):
    """With the data of which case."""

    case: UUID | None = Field(None, description="id of a case of the body; without it, the examples of the fields")


async def get_templates(request: Request) -> Response:
    """Give the versions of a body's templates, and what was put in force."""
    organization = await _body(request)
    templates = service_of(request).templates
    uses = await templates.uses(organization)
    items = [_shown(one, uses) for one in await templates.versions(organization)]
    shown = [shapes.TemplateUse(one.kind, one.language, one.number, one.decided_by, one.since) for one in uses]
    return answer(shapes.BodyTemplates(items, shown))


async def post_template(request: Request, query: Annotated[SendingQuery, Query()]) -> Response:
    """Check and keep a template."""
    organization, (kind, language) = await _body(request), _place(request)
    if request.headers.get("content-type", "").startswith("multipart/"):
        raise BadRequest(msg("Send the file itself as the body, not a form."))
    templates, account = service_of(request).templates, await account_of(request)
    kept = await templates.keep(account, organization, kind, language, query.name, await request.body())
    shown = _shown(kept, await templates.uses(organization))
    return answer(shown, {"Location": shown.href}, status=201)


async def get_template_file(request: Request) -> Response:
    """Give a version as it was sent; 0 is the service's own."""
    organization, (kind, language) = await _body(request), _place(request)
    number = number_of(request.path_params["number"])
    content = await service_of(request).templates.content(organization, kind, language, number)
    return file(content, f"template-{kind.name}-{language}-{number}.docx", language)


async def preview_template(request: Request, query: Annotated[PreviewQuery, Query()]) -> Response:
    """Give a version filled in, with a case's data or by example."""
    organization, (kind, language) = await _body(request), _place(request)
    number, service = number_of(request.path_params["number"]), service_of(request)
    if query.case is None:
        return await by_example(service, organization, kind, language, number)
    await check_sees(request, case := await service.cases.get(query.case))
    if case.organization != organization:
        raise Unknown(msg("{organization} has no such case.", organization=Body(organization)))
    return await document(service, await case_as_of(request, case.id), kind, NOW, language, number)


async def use_template(request: Request) -> Response:
    """Put a version in force, 0 for the service's own."""
    organization, (kind, language) = await _body(request), _place(request)
    number, account = number_of(request.path_params["number"]), await account_of(request)
    use = await service_of(request).templates.use(account, organization, kind, language, number)
    return answer(shapes.TemplateUse(use.kind, use.language, use.number, use.decided_by, use.since))


async def _body(request: Request) -> str:
    """Give the body of the address, to whoever may read its cases; raises `Unknown` and `OutOfScope`."""
    organization: str = request.path_params["code"]
    await check_reaches(service_of(request), await account_of(request), organization)
    return organization


def _place(request: Request) -> tuple[Kind, DocumentLanguage]:
    return kind_of(request.path_params["kind"]), language_of(request.path_params["language"])


def _shown(version: Version, uses: list[Use]) -> shapes.TemplateVersion:
    last = next((one for one in uses if (one.kind, one.language) == (version.kind, version.language)), None)
    place = f"{version.organization}/templates/{version.kind}/{version.language}/{version.number}"
    return shapes.TemplateVersion(
        kind=version.kind,
        language=version.language,
        number=version.number,
        name=version.name,
        sha256=version.sha256,
        size=version.size,
        needed=version.needed,
        sent_by=version.sent_by,
        sent_at=version.sent_at,
        in_force=(last.number if last else OWN) == version.number,
        href=f"/api/v1/organizations/{place}.docx",
    )
