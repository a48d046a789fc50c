"""The documents of a case: what is still blank in each, and each as a file."""

from starlette.responses import Response

from service.documents.giving import document, offered
from service.documents.kinds import LANGUAGES, DocumentLanguage, kind_of, language_of
from service.i18n import NAMES
from service.web import lookup
from service.web.render import render
from service.web.visitor import Visitor
from service.web.watching import case_seen


async def case_documents(visitor: Visitor) -> Response:
    """List the documents of a case as of the moment that the visitor looks at, each with what is blank in it."""
    case, _ = await case_seen(visitor)
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, {case.organization})
    return render(
        visitor,
        "case_documents.html",
        case=case,
        names=names,
        made=await offered(visitor.service, case, visitor.moment, spoken(visitor)),
        drawn_in=[(code, NAMES[code]) for code in LANGUAGES],
    )


async def case_document(visitor: Visitor) -> Response:
    """Give a document as of the moment that the visitor looks at."""
    case, _ = await case_seen(visitor)
    kind = kind_of(visitor.request.path_params["kind"])
    asked = visitor.query("lang")
    language = language_of(asked) if asked else spoken(visitor)
    return await document(visitor.service, case, kind, visitor.moment, language)


def spoken(visitor: Visitor) -> DocumentLanguage:
    """Give the visitor's language, if documents are drawn up in it, else Russian."""
    return next((one for one in LANGUAGES if one == visitor.t.language), LANGUAGES[0])
