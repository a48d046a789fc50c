"""The forms of the Instruction: what stands in them as of a moment, as files, and the reports that are formed of them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from events.text import msg
from service.api import shapes
from service.api.answers import answer
from service.api.body import json_object, members
from service.api.caller import account_of, case_as_of, check_sees, moment_of, service_of, speaker
from service.api.commands import answered, case_id_of, idempotency_key, timed
from service.api.queries import AsOfQuery, NoQuery, Text
from service.forms.forming import form
from service.forms.gathering.asked import Asked
from service.forms.gathering.gathering import gather
from service.forms.giving import form_file, language_of, mode_of
from service.forms.titles import title
from service.forms.versions import compare, report_of, version
from service.problems import OutOfScope
from workflows.case import Case
from workflows.forms import Content, Form, blanks, forms
from workflows.refusals import Invalid, Unknown, Violation

FORMS = "/api/v1/forms"


class FormQuery(AsOfQuery):
    """Of which body and period a form is."""

    organization: Text = Field(description="code of the body", examples=["almaty-region.procurement"])
    period: Text = Field(description="a year, a quarter or a month", examples=["2024Q2"])
    consolidated: bool = Field(False, description="with all bodies below it")


class FormFileQuery(FormQuery):
    """How a form is printed."""

    mode: Literal["verbatim", "clean"] | None = Field(None, description="letter for letter, or without the slips")
    lang: Literal["ru", "kk"] | None = Field(None, description="language of the form; that of the request by default")


class VersionQuery(NoQuery):
    """Which version of a report; the last one by default."""

    version: int | None = Field(None, ge=1, le=10_000, description="its number, from 1 on")
    at: Text | None = Field(None, description="the versions that there were by then")
    effective_at: date | None = Field(None, description="of that, what had happened by this day")


class VersionFileQuery(VersionQuery):
    """How a version of a report is printed."""

    mode: Literal["verbatim", "clean"] | None = Field(None, description="letter for letter, or without the slips")
    lang: Literal["ru", "kk"] | None = Field(None, description="language of the form; that of the request by default")


class CompareVersionsQuery(NoQuery):
    """Which two versions of a report."""

    from_: int = Field(alias="from", ge=1, le=10_000, description="number of the first", examples=[1])
    to: int = Field(ge=1, le=10_000, description="number of the second", examples=[2])


async def get_forms(request: Request, _query: Annotated[NoQuery, Query()]) -> Response:
    """List the forms."""
    await account_of(request)
    say, year = speaker(request), service_of(request).clock.today().year
    items = [
        shapes.FormItem(
            form.appendix,
            title(form, say),
            [*form.every_period(year)],
            form.paper,
            {part.code: part.name(say.language) for part in form.parts(year)},
            f"{FORMS}/{form.appendix}",
        )
        for form in forms().values()
    ]
    return answer({"items": items, "next": None}, {"Content-Language": say.language})


async def get_form(request: Request, query: Annotated[FormQuery, Query()]) -> Response:
    """Give what stands in a form."""
    asked = moment_of(request).at or service_of(request).clock.now()
    return answer(_shown(await _gathered(request, query), asked))


async def get_form_file(request: Request, query: Annotated[FormFileQuery, Query()]) -> Response:
    """Give a form as a file."""
    content = await _gathered(request, query)
    language = language_of(query.lang, speaker(request).language)
    return await form_file(service_of(request), content, mode_of(query.mode), language, request.path_params["format"])


async def post_report(request: Request) -> Response:
    """Form a report."""
    account, service, form_asked = await account_of(request), service_of(request), _form_of(request)
    key, body = idempotency_key(request), await json_object(request)
    members(body, {"organization": str, "period": str}, {"consolidated": bool, "true_on": str})
    until = _day(body.get("true_on"))
    asked = Asked(form_asked.appendix, body["organization"], body["period"], body.get("consolidated", False))
    result = await timed(request, form(service, account, asked, until, key))
    headers = {"Location": f"/api/v1/cases/{result.case.id}"}
    opened = {"id": result.case.id, "workflow": "report", "organization": result.case.organization}
    return answered(result, opened, 201, headers)


async def get_report_form(request: Request, query: Annotated[VersionQuery, Query()]) -> Response:
    """Give what stands in a version of a report."""
    return answer(_shown(await _version(request, query.version)))


async def get_report_file(request: Request, query: Annotated[VersionFileQuery, Query()]) -> Response:
    """Give a version of a report as a file."""
    content = await version(service_of(request), await _report(request), query.version, None)
    language = language_of(query.lang, speaker(request).language)
    return await form_file(service_of(request), content, mode_of(query.mode), language, request.path_params["format"])


async def get_report_compared(request: Request, query: Annotated[CompareVersionsQuery, Query()]) -> Response:
    """Say how two versions of a report differ."""
    account, service, case = await account_of(request), service_of(request), await _report(request)
    before = await version(service, case, query.from_, account)
    now = await version(service, case, query.to, account)
    found = compare(before, now)
    signs = found.signatory
    return answer(
        shapes.ReportCompared(
            case.id,
            query.from_,
            query.to,
            [*found.added],
            [*found.removed],
            [shapes.ReportChange(one.organization, one.part, one.before, one.now) for one in found.changed],
            [shapes.ReportMoved(one.organization, one.before, one.now) for one in found.reports],
            [shapes.ReportRenamed(one.organization, one.before, one.now) for one in found.renamed],
            shapes.ReportSigns(signs.before, signs.now) if signs else None,
        )
    )


def _form_of(request: Request) -> Form:
    text: str = request.path_params["appendix"]
    number = int(text) if text.isascii() and text.isdigit() and len(text) == 1 else 0
    if number not in forms():
        raise Unknown(msg("There is no Appendix {n}: they are 1 to 6.", n=text))
    return forms()[number]


async def _gathered(request: Request, query: FormQuery) -> Content:
    account, service = await account_of(request), service_of(request)
    asked = Asked(_form_of(request).appendix, query.organization, query.period, query.consolidated)
    if not await service.access.registered(query.organization):
        raise Unknown(msg("There is no organisation {code}.", code=query.organization))
    if not await service.access.sees(account, query.organization):
        raise OutOfScope(msg("The organisation is outside your scope."))
    return await gather(service, asked, moment_of(request), account)


async def _report(request: Request) -> Case:
    await account_of(request)
    case = await case_as_of(request, case_id_of(request))
    await check_sees(request, case)
    report_of(case)
    return case


async def _version(request: Request, number: int | None) -> Content:
    account, case = await account_of(request), await _report(request)
    return await version(service_of(request), case, number, account)


def _shown(content: Content, as_of: datetime | None = None) -> shapes.FormContents:
    return shapes.FormContents(
        content.appendix, content.organization, content.name, content.period, as_of, content.known_at, content.until,
        content.position, content.consolidated, content.signatory, [*content.lines], [*content.covered], [*blanks(content)],
    )  # fmt: skip


def _day(text: Any) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid((Violation(("true_on",), msg("Write a day as in {example}.", example="2024-06-30")),)) from None
