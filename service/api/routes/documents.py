"""Addresses of documents and their templates."""

from typing import Any

from service.api import documents, templates
from service.api.describing import Doc, in_path
from service.api.routes.cases import CASE
from service.api.routes.register import ORGANIZATION
from service.api.routes.table import PREFIX, route
from service.api.shapes import documents as shapes
from service.documents.giving import DOCX
from service.documents.hostile import LARGEST
from service.documents.kinds import KINDS, LANGUAGES

_KIND = in_path("kind", "kind of document: " + ", ".join(f"`{name}`" for name in KINDS), "order")
_LANGUAGE = in_path("language", "language of the template: " + ", ".join(f"`{name}`" for name in LANGUAGES), "ru")
_NUMBER = in_path("number", "number of the version; 0 is the template that comes with the service", "1")
_PLACE: list[dict[str, Any]] = [ORGANIZATION, _KIND, _LANGUAGE]
_VERSIONS = PREFIX + "/organizations/{code}/templates/{kind}/{language}"
_SEEN = ("out-of-scope", "unknown", "unavailable")
_MAKING = ("bad-query", *_SEEN, "too-much-to-fill")

route(
    "GET",
    PREFIX + "/documents",
    documents.get_document_kinds,
    Doc(
        "Documents",
        "List kinds of document and their fields",
        "What documents are made of a case, and all that their templates may name: `{{ group.name }}`, `{% for row in rows %}` with "
        "`{{ row.column }}`, `{% if group.name %}`; around a row of a table `{%tr for … %}`, around paragraphs `{%p if … %}`.",
        shapes.DocumentKinds,
        problems=("unavailable",),
    ),
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/documents",
    documents.get_case_documents,
    Doc(
        "Documents",
        "List the documents of a case",
        "The documents that can be made of an analysis or a schedule as of a moment, each with what is still blank in it. Other cases have none.",
        shapes.CaseDocuments,
        problems=("bad-query", *_SEEN),
    ),
    parameters=[CASE],
)
route(
    "GET",
    PREFIX + "/cases/{case_id}/documents/{kind}.docx",
    documents.get_case_document,
    Doc(
        "Documents",
        "Get a document of a case",
        "Filled in with what was known at a moment, by the template of the body that was in force then. What is not known is a line to be "
        "filled in by hand.",
        DOCX,
        problems=_MAKING,
    ),
    parameters=[CASE, _KIND],
)
route(
    "GET",
    PREFIX + "/organizations/{code}/templates",
    templates.get_templates,
    Doc(
        "Documents",
        "List the templates of a body",
        "Every version that was sent, and who put which in force when.",
        shapes.BodyTemplates,
        problems=_SEEN,
    ),
    parameters=[ORGANIZATION],
)
route(
    "POST",
    _VERSIONS,
    templates.post_template,
    Doc(
        "Documents",
        "Send a template",
        f"A DOCX of at most {LARGEST / 1e6:g} MB as the body of the request. It is checked: what could act, fetch or swell, what is no field and what cannot "
        "be filled in is refused, all of it in `errors`. It changes nothing before it is put in force. For the head of the body, the head "
        "of its apparatus, and supervisors. The same content again is the version that there is.",
        shapes.TemplateVersion,
        201,
        ("bad-query", "bad-request", "too-large", "invalid", "not-permitted", *_SEEN),
        headers=("Location",),
    ),
    parameters=_PLACE,
    requestBody={"required": True, "content": {DOCX: {"schema": {"type": "string", "format": "binary"}}}},
)
route(
    "GET",
    _VERSIONS + "/{number}.docx",
    templates.get_template_file,
    Doc("Documents", "Get a template", "A version as it was sent.", DOCX, problems=_SEEN),
    parameters=[*_PLACE, _NUMBER],
)
route(
    "GET",
    _VERSIONS + "/{number}/preview.docx",
    templates.preview_template,
    Doc(
        "Documents",
        "Preview a template",
        "A version filled in with the data of a case of the body, or with the examples of the fields, whether or not it is in force.",
        DOCX,
        problems=_MAKING,
    ),
    parameters=[*_PLACE, _NUMBER],
)
route(
    "POST",
    _VERSIONS + "/{number}/use",
    templates.use_template,
    Doc(
        "Documents",
        "Put a template in force",
        "From now on the body's documents are drawn up by this version; those of earlier moments by what was in force then. For the head of "
        "the body, the head of its apparatus, and supervisors.",
        shapes.TemplateUse,
        problems=("not-permitted", *_SEEN),
    ),
    parameters=[*_PLACE, _NUMBER],
)
