"""What was found as people read it, with what was looked for marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection

from events.text import Body, msg
from projections.search_entry import Found
from projections.searching import Hit
from service.i18n import Translator
from service.named import Named
from service.search.marked import Marked, marked
from service.subtasks import row_name, work_title
from workflows.regions import REGIONS
from workflows.register import Register

KINDS = {
    Found.CASE: msg("Cases"),
    Found.ORGANIZATION: msg("Organisations"),
    Found.PERSON: msg("People"),
    Found.DOCUMENT: msg("Documents"),
}
"""What is searched for, in the order in which pages show it."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that was found: how it is called, what else is said of it, its body, and its page."""

    hit: Hit
    heading: Marked
    detail: Marked
    body: Marked
    href: str


async def shown(
    conn: AsyncConnection[Any], hits: Sequence[Hit], query: str, say: Translator, register: Register
) -> list[Shown]:
    """Show what was found in a language."""
    said = [_said(hit, say, register) for hit in hits]
    texts = [text for one in said for text in one]
    pieces = await marked(conn, query, texts, cut=say.language != "kk")
    triples = zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    return [Shown(hit, *three, _href(hit)) for hit, three in zip(hits, triples, strict=True)]


def _said(hit: Hit, say: Translator, register: Register) -> tuple[str, str, str]:
    """Give what something is called, what else is said of it, and the name of its body."""
    body = Named(register, say.language)(Body(hit.organization))
    match Found(hit.kind):
        case Found.CASE:
            return row_name(say, hit), _about_case(hit, say), body
        case Found.ORGANIZATION:
            return _in_language(hit.names, say), _about_body(hit, say, register), ""
        case Found.PERSON:
            return _in_language(hit.names, say), hit.id, body
        case Found.DOCUMENT:
            title = say.code("event", hit.topic)
            number = f"№ {hit.number}" if hit.number else ""
            return (
                (*hit.names, title)[0],
                " · ".join(filter(None, (title if hit.names else "", number, say.plain(hit.day)))),
                body,
            )


def _about_case(hit: Hit, say: Translator) -> str:
    title = work_title(say, hit)
    return ". ".join((title, ", ".join(hit.names))) if hit.names else title


def _about_body(hit: Hit, say: Translator, register: Register) -> str:
    record = register.organization(hit.id)
    details = record.details.entries[-1][1] if record else None
    region = REGIONS[details.region].names[say.language] if details and details.region in REGIONS else ""
    bin_ = say("BIN {number}", number=hit.number) if hit.number else ""
    closed = say("closed") if hit.closed else ""
    return " · ".join(filter(None, (region, bin_, hit.id, closed)))


def _in_language(names: Sequence[str], say: Translator) -> str:
    """Give a name in the language if it is known there, else in Russian."""
    russian, kazakh, english = names
    return {"kk": kazakh, "en": english}.get(say.language, "") or russian


def _href(hit: Hit) -> str:
    match Found(hit.kind):
        case Found.CASE:
            return f"/cases/{hit.id}"
        case Found.ORGANIZATION:
            return f"/organizations/{hit.id}"
        case Found.PERSON:
            return f"/people/{hit.id}"
        case Found.DOCUMENT:
            return f"/cases/{hit.id}?entry={hit.version}#entry-{hit.version}"
