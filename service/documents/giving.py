"""Documents of a case: which there are, what is blank in them, and each as a file, as of a moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from events.almaty import day_of
from events.text import Body, Text, msg
from service.documents import analysis, schedule
from service.documents.fields import Contents, example
from service.documents.filler import FillingError
from service.documents.kinds import ANALYSIS_SCHEDULE, KINDS, RISK_ANALYSIS, DocumentLanguage, Kind
from service.documents.said import Words
from service.exports.at_once import HEADERS
from service.files.kinds import KINDS as FILES
from service.harmless import harmless
from service.i18n import translator
from service.moment import NOW, Moment
from service.named import Named, named_at
from workflows.case import Case
from workflows.refusals import Unknown

if TYPE_CHECKING:
    from service.wiring import Service

_SAY = {RISK_ANALYSIS: analysis.contents, ANALYSIS_SCHEDULE: schedule.contents}
DOCX = FILES["docx"].media_type


@dataclass(frozen=True, slots=True)
class Offered:
    """A document that a case has: the version of its template (0: the service's own), and what is blank in it, name and meaning."""

    kind: Kind
    language: DocumentLanguage
    template: int
    blanks: Mapping[str, Text]


def kinds_of(workflow: str) -> list[Kind]:
    """Give the kinds of document that cases of a workflow have."""
    return [kind for kind in KINDS.values() if kind.workflow == workflow]


async def offered(service: "Service", case: Case, moment: Moment, language: DocumentLanguage) -> list[Offered]:
    """Give the documents of a case as of a moment, as which it is given."""
    workflow = service.cases.workflow_of(case).WORKFLOW
    kinds = kinds_of(workflow)
    if not kinds:
        return []
    said = _SAY[workflow](case, await _words(service, moment, language))
    in_force = await service.templates.in_force(case.organization, kinds, language, moment.known_at)
    found = []
    for kind in kinds:
        put, meanings = in_force[kind.name], kind.fields.meanings()
        blanks = {name: meanings[name] for name in said.blank(put.needed)}
        found.append(Offered(kind, language, put.number, blanks))
    return found


async def document(
    service: "Service", case: Case, kind: Kind, moment: Moment, language: DocumentLanguage, number: int | None = None
) -> Response:
    """Give a document of a case as of a moment, by the template that was in force then or by a version of it; raises `Unknown`."""
    if kind.workflow != service.cases.workflow_of(case).WORKFLOW:
        raise Unknown(msg("This case has no document “{name}”.", name=kind.name))
    words = await _words(service, moment, language)
    if number is None:
        put = await service.templates.in_force(case.organization, [kind], language, moment.known_at)
        number = put[kind.name].number
    template = await service.templates.content(case.organization, kind, language, number)
    said = _SAY[kind.workflow](case, words)
    return await _filled(service, template, kind, language, said, case.organization, words)


async def by_example(
    service: "Service", organization: str, kind: Kind, language: DocumentLanguage, number: int
) -> Response:
    """Give a version of a template filled in with the examples of its fields; raises `Unknown`."""
    template = await service.templates.content(organization, kind, language, number)
    words = await _words(service, NOW, language)
    return await _filled(service, template, kind, language, example(kind.fields, words.t), organization, words)


async def _words(service: "Service", moment: Moment, language: DocumentLanguage) -> Words:
    day = moment.day(service.clock.today())
    named = await named_at(service, moment, language)
    return Words(translator(language), Named(named.register, language, day), day)


async def _filled(
    service: "Service", template: bytes, kind: Kind, language: DocumentLanguage, said: Contents, body: str, words: Words
) -> Response:
    title = words.t(kind.title)
    author = harmless(words.named(Body(body)) or body)
    filled = await service.templates.filler.fill(template, kind.fields, [said], title, author)
    if filled.wrong:  # it was checked when it was kept
        raise FillingError("; ".join(map(str, filled.wrong)))
    name = f"{kind.name}-{body}-{day_of(service.clock.now()).isoformat()}-{language}.docx"
    return file(filled.documents[0], name, language)


def file(content: bytes, name: str, language: DocumentLanguage) -> Response:
    """Give a document, or a template, to be saved."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": language}
    return Response(content, headers={**HEADERS, **headers}, media_type=DOCX)
