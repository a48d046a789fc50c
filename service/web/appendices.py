"""The forms of the Instruction as pages: a form chosen and looked at with its blanks, had as files, formed as a report."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from events.text import msg
from service.forms import forming
from service.forms.gathering.asked import Asked
from service.forms.gathering.bodies import check
from service.forms.gathering.gathering import gather
from service.forms.giving import FORMATS, form_file, language_of, mode_of
from service.forms.refusals import SameAgain
from service.forms.titles import LANGUAGES, MODES, named
from service.forms.versions import Difference, compare, report_of, version
from service.problems import BadQuery, OutOfScope
from service.web import lookup
from service.web.first_body import form_at_first
from service.web.received import form_of
from service.web.render import render
from service.web.report_forms import may_form
from service.web.sheet import fresh_key
from service.web.visitor import SEEN, Visitor, keep
from service.web.watching import case_seen
from workflows.case import Case
from workflows.catalogue import editions
from workflows.forms import Content, Form, FormLanguage, Mode, blanks, forms, lay_out
from workflows.forms.content import Blank
from workflows.forms.sheet import Sheet
from workflows.refusals import Unknown
from workflows.report import ReportFacts, report_case

PAGE = "/forms"
SHOWN = 200
"""Rows of a form, and blanks, that a page shows."""

_CHOICES: dict[str, Any] = {"modes": MODES, "languages_of_forms": LANGUAGES, "formats": FORMATS, "SHOWN": SHOWN}


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
    asked = _asked(visitor)
    code = await _organization(visitor, form_at_first(visitor, asked.form, asked.period))
    await lookup.catch_up(visitor)
    preview, report = None, None
    if asked and code:
        wanted = Asked(asked.form.appendix, code, asked.period, asked.consolidated)
        if why := _unfit(visitor, wanted):
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
        years=[(year, year) for year in _years(visitor)],
        periods=[(one, visitor.t.period(one)) for one in asked.form.every_period(asked.year)],
        organizations=organizations,
        names=names,
        preview=preview,
        as_of=visitor.t.moment(visitor.moment.at or visitor.service.clock.now()),
        report=report,
        **_CHOICES,
        address=_address(code, asked),
        may_form=await may_form(visitor, code),
        key=fresh_key(),
    )


async def form_as_file(visitor: Visitor) -> Response:
    """Give a form as of the moment as a file."""
    asked, code = _named(visitor), await _organization(visitor)
    if not code:
        raise BadQuery((("organization", msg("This is needed.")),))
    wanted = Asked(asked.form.appendix, code, asked.period, asked.consolidated)
    return await _file(visitor, await gather(visitor.service, wanted, visitor.moment, visitor.person))


async def form_anew(visitor: Visitor) -> Response:
    """Form a report, and show its case; the form again where a version says the same already."""
    async with form_of(visitor.request, most_files=0, most_fields=10) as data:
        key = str(data.get("_key", ""))[:64] or fresh_key()
    asked, code = _named(visitor), await _organization(visitor)
    wanted = Asked(asked.form.appendix, code, asked.period, asked.consolidated)
    check(await visitor.service.cases.registry.current(), wanted)
    try:
        result = await forming.form(visitor.service, visitor.person, wanted, None, key)
    except SameAgain as refusal:
        visitor.notes.append(visitor.t(refusal.text))
        return await forms_page(visitor)
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
        formed=facts.version(number),
        names=names,
        **_CHOICES,
        address=f"/cases/{case.id}/form.{{format}}?version={number}",
    )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for, whichever body it is of."""

    form: Form
    year: int
    period: str
    consolidated: bool


def _asked(visitor: Visitor) -> Wanted:
    """Read form and period from the address: Appendix 2 and the newest period if it names none."""
    number = visitor.choice("appendix", [str(one) for one in forms()])
    form = forms()[int(number) if number and number in map(str, forms()) else 2]
    years = _years(visitor)
    chosen = visitor.choice("year", years)
    period = visitor.query("period") or ""
    year = int(chosen if chosen in years else period[:4] if period[:4] in years else years[0])
    every = [*form.every_period(year)]
    return Wanted(form, year, period if period in every else every[0], visitor.query("consolidated") is not None)


def _named(visitor: Visitor) -> Wanted:
    """Read form and period where something is made of them: what there is not is refused, and nothing taken in its place; raises `BadQuery`."""
    asked, appendix, period = _asked(visitor), visitor.query("appendix"), visitor.query("period")
    if appendix and appendix != str(asked.form.appendix):
        raise BadQuery((("appendix", msg("One of {names}.", names=", ".join(map(str, forms())))),))
    if period and period != asked.period:
        fitting = ", ".join(asked.form.every_period(asked.year))
        raise BadQuery((("period", msg("This form is for one of these periods: {periods}.", periods=fitting)),))
    return asked


def _years(visitor: Visitor) -> list[str]:
    return [str(year) for year in range(visitor.today.day.year, editions()[0] - 1, -1)]


async def _organization(visitor: Visitor, otherwise: str = "") -> str:
    """Give the body that the address names, else another or the visitor's own, if there is one; raises `Unknown`, `OutOfScope`."""
    code = await lookup.organization_asked(visitor) or otherwise or visitor.person.organization
    if code and not await visitor.service.access.registered(code):
        raise Unknown(msg("There is no organisation {code}.", code=code))
    if code and not await visitor.service.access.sees(visitor.person, code):
        raise OutOfScope(msg("The organisation is outside your scope."))
    return code


def _unfit(visitor: Visitor, asked: Asked) -> str:
    """Say why there is no such form, "" if there is."""
    try:
        check(visitor.service.register.known, asked)
    except BadQuery as refusal:
        return visitor.t(refusal.errors[0][1])
    return ""


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
    found = await visitor.service.cases.several_as_of([case_id], visitor.moment.known_at, visitor.moment.true_on)
    case = found.get(case_id)
    return case if case and isinstance(case.facts, ReportFacts) else None


def _address(code: str, asked: Wanted) -> str:
    """Give the address of the form as a file, its format still to be filled in."""
    named_by: dict[str, object] = {"appendix": asked.form.appendix, "organization": code, "period": asked.period}
    return f"{PAGE}/file.{{format}}?{urlencode(named_by | ({'consolidated': '1'} if asked.consolidated else {}))}"


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
