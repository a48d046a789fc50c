"""The package for the Cross-platform as a page: what it would hold, what is missing, and the order to make it."""

from starlette.responses import Response

from events.text import Body, msg
from service.api.shapes.packages import PackageManifest
from service.forms.giving import LANGUAGES
from service.i18n import translator
from service.named import Named
from service.package.contents import PackageAsked, check
from service.package.package import NAME, PAGE, manifest_of
from service.problems import BadQuery
from service.web import lookup
from service.web.render import render
from service.web.visitor import Visitor
from workflows.catalogue import editions, in_force

SHOWN = 200
"""Lines that the page shows."""

_LANGUAGES = {"ru": msg("In Russian"), "kk": msg("In Kazakh")}


async def packages_page(visitor: Visitor) -> Response:
    """Let somebody choose a project, a body and a year, and see what the package would hold and lack."""
    years = [str(year) for year in range(visitor.today.day.year, editions()[0] - 1, -1)]
    wanted_year = visitor.choice("year", years)
    year = int(wanted_year if wanted_year in years else years[0])
    projects = [(one.code, f"{one.code}. {one.title.of(visitor.t.language)}") for one in in_force(year).projects]
    wanted = visitor.choice("project", dict(projects))
    language = visitor.choice("language", LANGUAGES) or ""
    code = await lookup.organization_asked(visitor) or visitor.person.organization
    asked = PackageAsked.model_validate(
        {
            "organization": code, "year": year, "project": wanted if wanted in dict(projects) else projects[0][0],
            "language": LANGUAGES.get(language) or LANGUAGES.get(visitor.t.language, "ru"),
        }
    )  # fmt: skip
    await lookup.catch_up(visitor)
    manifest = await _manifest(visitor, asked) if code else None
    async with visitor.looking() as conn:
        organizations = await lookup.organization_filter(conn, visitor, code)
    return render(
        visitor,
        "packages.html",
        asked=asked,
        name=Named(visitor.service.register.known, visitor.t.language)(Body(code)) or code,
        manifest=manifest,
        years=[(one, one) for one in years],
        projects=projects,
        organizations=organizations,
        languages_of_packages=_LANGUAGES,
        bundle=NAME,
        page=PAGE,
        SHOWN=SHOWN,
    )


async def _manifest(visitor: Visitor, asked: PackageAsked) -> PackageManifest | None:
    """Give the list, or say why there is none."""
    try:
        await check(visitor.service, visitor.person, asked)
    except BadQuery as refusal:
        visitor.notes.append(visitor.t(refusal.errors[0][1]))
        return None
    return await manifest_of(visitor.service, visitor.person, asked, translator(asked.language))
