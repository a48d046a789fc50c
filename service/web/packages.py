"""The package for the Cross-platform as a page: what it would hold, what is missing, and the order to make it."""

import asyncio
from collections.abc import Collection
from datetime import date
from urllib.parse import urlencode

from starlette.responses import Response

from events.text import Body, msg
from service.api.shapes.packages import PackageManifest
from service.exports.at_once import HEADERS
from service.exports.writing import MEDIA_TYPES
from service.forms.giving import LANGUAGES
from service.i18n import translator
from service.named import Named
from service.package.contents import PackageAsked, check, contents, has_work
from service.package.package import NAME, PAGE, manifest_of
from service.package.results_table import RESULTS, results_table
from service.problems import BadQuery
from service.web import lookup
from service.web.first_body import first_body
from service.web.render import render
from service.web.visitor import Visitor
from workflows.catalogue import editions, in_force

SHOWN = 200
"""Lines that the page shows."""

RESULTS_LIST = f"{PAGE}/{RESULTS}"
"""The address of the list of what became of the uploads."""

_LANGUAGES = {"ru": msg("In Russian"), "kk": msg("In Kazakh")}


async def packages_page(visitor: Visitor) -> Response:
    """Let somebody choose a project, a body and a year, and see what the package would hold and lack."""
    asked = await _asked(visitor)
    code, years = asked.organization, _years(visitor)
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
        projects=_projects(visitor, asked.year),
        organizations=organizations,
        languages_of_packages=_LANGUAGES,
        bundle=NAME,
        page=PAGE,
        results=f"{RESULTS_LIST}?{urlencode(asked.model_dump(include={'organization', 'year', 'project'}))}",
        SHOWN=SHOWN,
    )


async def results_list(visitor: Visitor) -> Response:
    """Give the list of what became of the uploads, to be filled in, in the visitor's language."""
    asked = await _asked(visitor)
    await check(visitor.service, visitor.person, asked)
    found = await contents(visitor.service, asked, visitor.t)
    made = await asyncio.to_thread(results_table, found, visitor.t)
    headers = {
        **HEADERS,
        "Content-Disposition": f'attachment; filename="{RESULTS}"',
        "Content-Language": visitor.t.language,
    }
    return Response(made, headers=headers, media_type=MEDIA_TYPES["csv"])


async def _asked(visitor: Visitor) -> PackageAsked:
    """Read what the address asks for: the present year, the first project and the visitor's own body where it says nothing."""
    years = _years(visitor)
    wanted_year = visitor.choice("year", years)
    year = int(wanted_year if wanted_year in years else years[0])
    projects = dict(_projects(visitor, year))
    wanted = visitor.choice("project", projects)
    project = wanted if wanted in projects else next(iter(projects))
    language = visitor.choice("language", LANGUAGES) or ""
    return PackageAsked.model_validate(
        {
            "organization": await lookup.organization_asked(visitor) or _at_first(visitor, year, project), "year": year,
            "project": project,
            "language": LANGUAGES.get(language) or LANGUAGES.get(visitor.t.language, "ru"),
        }
    )  # fmt: skip


def _at_first(visitor: Visitor, year: int, project: str) -> str:
    register, day = visitor.service.register.known, date(year, 12, 31)

    def works(code: str, of: Collection[str]) -> bool:
        kind = register.type_of(code, day)
        return kind is not None and any(has_work(kind, year, one) for one in of)

    every = [one.code for one in in_force(year).projects]
    return first_body(
        visitor, lambda code: works(code, every), lambda code: register.exists(code, day) and works(code, [project])
    )


def _years(visitor: Visitor) -> list[str]:
    return [str(year) for year in range(visitor.today.day.year, editions()[0] - 1, -1)]


def _projects(visitor: Visitor, year: int) -> list[tuple[str, str]]:
    return [(one.code, f"{one.code}. {one.title.of(visitor.t.language)}") for one in in_force(year).projects]


async def _manifest(visitor: Visitor, asked: PackageAsked) -> PackageManifest | None:
    """Give the list, or say why there is none."""
    try:
        await check(visitor.service, visitor.person, asked)
    except BadQuery as refusal:
        visitor.notes.append(visitor.t(refusal.errors[0][1]))
        return None
    return await manifest_of(visitor.service, visitor.person, asked, translator(asked.language))
