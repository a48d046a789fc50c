"""Documents of a case, made by templates."""

from typing import Annotated

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from service.api.answers import answer
from service.api.caller import account_of, case_as_of, check_sees, moment_of, service_of, speaker
from service.api.commands import case_id_of
from service.api.queries import AsOfQuery
from service.api.shapes import documents as shapes
from service.documents.fields import Field as TemplateField
from service.documents.giving import document, offered
from service.documents.kinds import KINDS, LANGUAGES, DocumentLanguage, Kind, kind_of
from service.i18n import Translator
from workflows.case import Case


class DocumentQuery(AsOfQuery):
    """In which language, and as of which moment."""

    lang: DocumentLanguage = Field("ru", description="language in which the document is drawn up")


async def get_document_kinds(request: Request) -> Response:
    """Give the kinds of document, and what their templates may name."""
    await account_of(request)
    say = speaker(request)
    items = [_kind(kind, say) for kind in KINDS.values()]
    return answer(shapes.DocumentKinds(items, [*LANGUAGES]), {"Content-Language": say.language})


async def get_case_documents(request: Request, query: Annotated[DocumentQuery, Query()]) -> Response:
    """Give the documents that a case has, with what is blank in them."""
    case = await _case(request)
    service, say = service_of(request), speaker(request)
    items = [
        shapes.CaseDocument(
            kind=one.kind.name,
            title=say(one.kind.title),
            subtask=one.kind.subtask,
            language=one.language,
            template=one.template,
            blanks=[shapes.BlankField(name, say(meaning)) for name, meaning in one.blanks.items()],
            href=f"/api/v1/cases/{case.id}/documents/{one.kind.name}.docx?lang={one.language}",
        )
        for one in await offered(service, case, moment_of(request), query.lang)
    ]
    return answer(shapes.CaseDocuments(items), {"Content-Language": say.language})


async def get_case_document(request: Request, query: Annotated[DocumentQuery, Query()]) -> Response:
    """Give a document of a case as DOCX."""
    case, kind = await _case(request), kind_of(request.path_params["kind"])
    return await document(service_of(request), case, kind, moment_of(request), query.lang)


async def _case(request: Request) -> Case:
    await account_of(request)
    await check_sees(request, await service_of(request).cases.get(case_id_of(request)))
    return await case_as_of(request, case_id_of(request))


def _kind(kind: Kind, say: Translator) -> shapes.DocumentKind:
    groups = kind.fields.groups
    return shapes.DocumentKind(
        kind=kind.name,
        title=say(kind.title),
        subtask=kind.subtask,
        workflow=kind.workflow,
        fields=[_field(f"{group.name}.{one.name}", one, say) for group in groups for one in group.fields],
        rows=[
            shapes.TemplateRows(rows.name, say(rows.meaning), [_field(one.name, one, say) for one in rows.columns])
            for rows in kind.fields.rows
        ],
    )


def _field(name: str, field: TemplateField, say: Translator) -> shapes.TemplateField:
    return shapes.TemplateField(name, say(field.meaning), field.by_example(say))
