"""Giving the block of a cartogram as a file, to those who may read the case."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

from events.almaty import day_of
from events.text import Text, msg
from service.api.shapes.publication import CartogramBlock
from service.exports.at_once import HEADERS
from service.i18n import Translator
from service.moment import Moment
from service.named import named_at
from service.publication.block import Drawing, Group, Rows
from workflows.cartogram.facts import CartogramFacts
from workflows.case import Case
from workflows.refusals import Unknown
from workflows.risk_analysis.facts import AnalysisFacts

if TYPE_CHECKING:
    from service.wiring import Service

MEDIA_TYPES: Mapping[str, str] = {"html": "text/html; charset=utf-8", "json": "application/json"}
"""By the ending of the file's name."""

_TITLES = (
    msg("Section 1. Positions exposed to corruption risks"),
    msg("Section 2. List of corruption risks"),
    msg("Section 3. Map of corruption risks"),
)
_GROUPS: Mapping[Group, Text] = {
    Group.DEPARTMENT: msg("Departments"), Group.DISTRICT: msg("Districts and cities"), Group.OTHER: msg("Other bodies"),
}  # fmt: skip


async def block_file(
    service: "Service", case: Case, moment: Moment, form: str, t: Translator, rows: Rows = Rows.ANALYSES
) -> Response:
    """Give the block as of a moment, as which the case is given; raises `Unknown` for formats and cases without one."""
    if form not in MEDIA_TYPES:
        raise Unknown(msg("The block is given as {formats}.", formats=", ".join(MEDIA_TYPES)))
    if not isinstance(case.facts, CartogramFacts):
        raise Unknown(msg("Only a cartogram has a block for the website."))
    named, withheld = await named_at(service, moment, t.language), await _withheld(service, case.facts, moment)
    drawing = Drawing(case, moment, moment.at or service.clock.now(), named, withheld)
    block = drawing.block(rows)
    content = msgspec.json.encode(block) if form == "json" else page(drawing, block, t).encode()
    name = f"cartogram-{case.organization}-{block.year}-{day_of(block.as_of).isoformat()}-{t.language}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": t.language}
    return Response(content, headers={**HEADERS, **headers}, media_type=MEDIA_TYPES[form])


async def _withheld(service: "Service", facts: CartogramFacts, moment: Moment) -> frozenset[UUID]:
    """Give the analyses whose results their bodies withheld from publication, in whole or in part (l.155)."""
    found = await service.cases.several_as_of(list(facts.results), moment.known_at, moment.true_on)
    return frozenset(
        one for one, case in found.items() if isinstance(case.facts, AnalysisFacts) and case.facts.withheld is not None
    )


def page(drawing: Drawing, block: CartogramBlock, t: Translator) -> str:
    """Draw the block as a page of its own."""
    first, second, third = map(t, _TITLES)
    title = t("Cartogram of corruption: {organization}, {year}", organization=block.organization.name, year=block.year)
    return (
        _environment()
        .get_template("block.html")
        .render(
            block=block,
            drawing=drawing,
            groups=_GROUPS,
            title=title,
            first=first,
            second=second,
            third=third,
            t=t,
            _=t,
            ngettext=t.n,
        )
    )


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
