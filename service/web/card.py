"""The page of a year's Карта: the dates by which evidence is to be uploaded, and entering them from a table (l.47)."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import RedirectResponse, Response

from events.text import Text, msg
from service.card_table import COLUMNS, dates_of
from service.cards import CardChange
from service.files import FileRefused
from service.plans import CARD, order_dates
from service.tables import MOST_BYTES, read_table
from service.web.imports import CHOOSE
from service.web.plans import run_of, year_of
from service.web.received import form_of
from service.web.render import render
from service.web.sent_table import SentTable, sent_table
from service.web.visitor import Visitor
from service.web.years import years
from workflows.card import CardFacts
from workflows.catalogue import in_force
from workflows.refusals import Invalid, NotPermitted, Violation


@dataclass(frozen=True)
class Line:
    """A subtask with its dates by period; None stands for each period that has none of its own."""

    subtask: str
    title: str
    dates: dict[str | None, date]


async def this_year(visitor: Visitor) -> Response:
    """Lead to the dates of this year."""
    return RedirectResponse(f"/card/{visitor.today.day.year}", 303)


async def dates(visitor: Visitor) -> Response:
    """Show the dates of a year, and to supervisors the form that replaces them."""
    return await _page(visitor)


async def take(visitor: Visitor) -> Response:
    """Try a table of dates out, or record it if it was confirmed, and bring its dates to the cases."""
    year = year_of(visitor)
    if not visitor.is_supervisor:
        raise NotPermitted(msg("The dates of the Карта are entered by supervisors."))
    async with form_of(visitor.request, most_files=1, most_fields=10) as data:
        sent = await sent_table(data)
    if not sent.content:
        return await _page(visitor, failure=CHOOSE)
    cards = visitor.service.plans.cards
    try:
        table = await asyncio.to_thread(read_table, sent.content, sent.name)
        change = await cards.enter(year, dates_of(table), sent.name, await visitor.actor(), dry=not sent.confirmed)
    except FileRefused as refused:
        return await _page(visitor, failure=refused.text)
    except Invalid as refused:
        return await _page(visitor, sent, errors=refused.violations)
    if not sent.confirmed:
        return await _page(visitor, sent, change)
    run = await order_dates(visitor.service, visitor.person, year)
    return RedirectResponse(f"/card/{year}?run={run}", 303)


async def _page(
    visitor: Visitor,
    sent: SentTable | None = None,
    change: CardChange | None = None,
    errors: Sequence[Violation] = (),
    failure: Text | None = None,
) -> Response:
    year = year_of(visitor)
    card, run = await visitor.service.plans.cards.of(year), await run_of(visitor, CARD)
    return render(
        visitor,
        "card.html",
        422 if errors or failure else 200,
        year=year,
        years=years(visitor),
        card=card,
        lines=_lines(visitor, card, year),
        run=run,
        sent=sent,
        change=change,
        errors=[_told(error) for error in errors],
        failure=failure,
        largest=f"{MOST_BYTES / 1e6:g}",
    )


def _lines(visitor: Visitor, card: CardFacts, year: int) -> list[Line]:
    return [Line(one.code, one.name(visitor.t.language), card.of(one.code)) for one in in_force(year).subtasks]


def _told(error: Violation) -> tuple[str, str, Text]:
    """Give the row of the table, the title of the column (as a message), and what is wrong; empty for the whole table."""
    place, *rest = [str(step) for step in error.path] or [""]
    row = rest.pop(0) if place == "rows" and rest else ""
    column = rest[0] if rest else ""
    return row, COLUMNS.get(column, column), error.text
