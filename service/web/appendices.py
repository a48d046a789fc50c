"""The forms of the Instruction as pages: a form chosen and looked at with its blanks, had as files, formed as a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from starlette.responses import RedirectResponse, Response

from events.text import msg
from service.forms import forming
from service.forms.gathering.asked import Asked
from service.forms.gathering.gathering import gather
from service.forms.giving import FORMATS, form_file, language_of, mode_of
from service.forms.titles import named
from service.forms.versions import Difference, compare, report_of, version
from service.problems import BadQuery
from service.web import lookup
from service.web.form_asked import (
    address_of,
    asked_of,
    at_first,
    named_of,
    organization_of,
    why_unfit,
    years_of,
)
from service.web.received import form_of
from service.web.render import render
from service.web.sheet import fresh_key
from service.web.visitor import SEEN, Visitor, keep
from service.web.watching import case_seen
from workflows.case import Case
from workflows.forms import Content, FormLanguage, Mode, blanks, forms, lay_out
from workflows.forms.content import Blank
from workflows.forms.sheet import Sheet
from workflows.report import ReportFacts, report_case

SHOWN = 200
"""Rows of a form, and blanks, that a page shows."""

MODES = {Mode.CLEAN: msg("Without the slips of the Instruction"), Mode.VERBATIM: msg("Letter for letter")}
LANGUAGES = {"ru": msg("In Russian"), "kk": msg("In Kazakh")}


@dataclass(frozen=True, slots=True)
class Preview:
    """A form to be looked at: what stands in it, laid out, and what is missing."""

    content: Content
    sheet: Sheet
    mode: Mode
    language: FormLanguage
    blanks: Sequence[Blank]


async def forms_page(visitor: Visitor) -> Response:
    """Let somebody choose a form, a body and a period, and look at the form as of the moment."""
    asked, code = asked_of(visitor), await organization_of(visitor)
    code = code or at_first(visitor, asked)
    await lookup.catch_up(visitor)
    preview, report = None, None
    if asked and code:
        wanted = Asked(asked.form.appendix, code, asked.period, asked.consolidated)
        if why := why_unfit(visitor, wanted):
            visitor.notes.append(why)
        else:
            preview = await _preview(visitor, await gather(visitor.service, wanted, visitor.moment, visitor.person))
        report = await _report(visitor, wanted)
    async with visitor.looking() as conn:
        organizations = await lookup.organization_filter(conn, visitor, code)
        names = await lookup.names(conn, visitor.t, {code, *_bodies(preview)} - {""})
    return render(
        visitor,
        "forms.html",
        code=code,
        asked=asked,
        choices=[(str(form.appendix), named(form, visitor.t)) for form in forms().values()],
        years=[(year, year) for year in years_of(visitor)],
        periods=[(one, visitor.t.period(one)) for one in asked.form.every_period(asked.year)],
        organizations=organizations,
        names=names,
        preview=preview,
        report=report,
        modes=MODES,
        languages_of_forms=LANGUAGES,
        formats=FORMATS,
        address=address_of(code, asked),
        may_form=await _may_form(visitor, code),
        key=fresh_key(),
        SHOWN=SHOWN,
    )


async def form_as_file(visitor: Visitor) -> Response:
    """Give a form as of the moment as a file."""
    asked, code = named_of(visitor), await organization_of(visitor) or visitor.person.organization
    if not code:
        raise BadQuery((("organization", msg("This is needed.")),))
    wanted = Asked(asked.form.appendix, code, asked.period, asked.consolidated)
    content = await gather(visitor.service, wanted, visitor.moment, visitor.person)
    return await _file(visitor, content)


async def form_anew(visitor: Visitor) -> Response:
    """Form a report, and show its case."""
    async with form_of(visitor.request, most_files=0, most_fields=10) as data:
        key = str(data.get("_key", ""))[:64] or fresh_key()
    asked, code = named_of(visitor), await organization_of(visitor) or visitor.person.organization
    wanted = Asked(asked.form.appendix, code, asked.period, asked.consolidated)
    wanted.check(await visitor.service.cases.registry.current())
    result = await forming.form(visitor.service, visitor.person, wanted, None, key)
    response = RedirectResponse(f"/cases/{result.case.id}", HTTPStatus.SEE_OTHER)
    keep(visitor, response, SEEN, str(result.position), seconds=60)
    return response


async def report_as_file(visitor: Visitor) -> Response:
    """Give a version of a report as a file."""
    case, _ = await case_seen(visitor)
    return await _file(visitor, await version(visitor.service, case, _number(visitor, "version"), None))


async def report_page(visitor: Visitor) -> Response:
    """Show a version of a report as it was frozen, and how it differs from another one."""
    case, _ = await case_seen(visitor)
    facts, number = report_of(case), _number(visitor, "version") or len(report_of(case).versions)
    content = await version(visitor.service, case, number, visitor.person)
    other = _number(visitor, "with")
    difference: Difference | None = None
    if other is not None and other != number:
        difference = compare(await version(visitor.service, case, other, visitor.person), content)
    preview = await _preview(visitor, content)
    async with visitor.looking() as conn:
        names = await lookup.names(conn, visitor.t, {case.organization, *_bodies(preview)})
    return render(
        visitor,
        "report_form.html",
        case=case,
        versions=[(str(n), visitor.t("Version {n}", n=n)) for n in range(1, len(facts.versions) + 1)],
        number=number,
        other=other,
        difference=difference,
        preview=preview,
        names=names,
        modes=MODES,
        languages_of_forms=LANGUAGES,
        formats=FORMATS,
        address=f"/cases/{case.id}/form.{{format}}?version={number}",
        SHOWN=SHOWN,
    )


async def _preview(visitor: Visitor, content: Content) -> Preview:
    mode = mode_of(visitor.choice("mode", list(Mode)) if visitor.query("mode") in list(Mode) else None)
    wanted = visitor.choice("form_language", LANGUAGES)
    language = language_of(wanted if wanted in LANGUAGES else None, visitor.t.language)
    return Preview(content, lay_out(content, mode, language), mode, language, [*blanks(content)])


def _bodies(preview: Preview | None) -> set[str]:
    return {blank.organization for blank in preview.blanks[:SHOWN]} if preview else set()


async def _report(visitor: Visitor, asked: Asked) -> Case | None:
    """Give the report of the form, if one was formed by the moment that is looked at."""
    case_id = report_case(asked.organization, asked.appendix, asked.period, consolidated=asked.consolidated)
    moment = visitor.moment
    found = await visitor.service.cases.several_as_of([case_id], moment.known_at, moment.true_on)
    case = found.get(case_id)
    return case if case and isinstance(case.facts, ReportFacts) else None


async def _may_form(visitor: Visitor, code: str) -> bool:
    """Whether the visitor may form a report of a body: that of their own, or of one for which theirs uploads."""
    if not (code and visitor.may_begin and visitor.moment.is_now):
        return False
    return await forming.may_form(visitor.service, await visitor.actor(), code)


async def _file(visitor: Visitor, content: Content) -> Response:
    mode, language = mode_of(visitor.query("mode")), language_of(visitor.query("form_language"), visitor.t.language)
    return await form_file(visitor.service, content, mode, language, visitor.request.path_params["format"])


def _number(visitor: Visitor, name: str) -> int | None:
    text = visitor.query(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and 0 < len(text) < 6):
        raise BadQuery(((name, msg("A whole number.")),))
    return int(text)
