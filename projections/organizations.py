"""The register of organisations as it stands: who they are, where, and below whom; which posts they have, and who is in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from psycopg import AsyncConnection

from events.case import FactCorrected, as_known
from events.event import CaseEvent, Recorded
from events.organization import OrganizationEvent
from events.organization.record import OrganizationRecord
from events.store.statements import load
from projections.organization_spans import official_spans, organization_spans
from projections.page import Codes, Page, Where, like, page, rows
from projections.projection import Projection, write
from projections.records import kinds, whole
from projections.spans import Dated, Spans, standing
from projections.versions import Versioned

_SQL = load(__package__, "organizations.sql")
_WITHOUT_HEAD = (
    "NOT EXISTS (SELECT FROM read.officials f WHERE f.organization = organizations.code AND f.kind IN ('first_head', 'district_akim')"
    " AND f.person <> '')"
)
_SILENT = (
    "code IN (SELECT d.organization FROM read.deadlines d WHERE d.clearance = '' AND d.strength = 'hard' AND d.status IN ('open', 'missed')"
    " AND d.bound = 'not_later' AND d.due <= %(owing_by)s) AND NOT EXISTS (SELECT FROM read.audit a"
    " WHERE a.organization = organizations.code AND a.recorded_at >= %(silent_since)s AND a.role <> 'system')"
)


class Without(StrEnum):
    """What an organisation may lack: an account in the Cross-platform, somebody in the post of its head."""

    ACCOUNT = "account"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Silence:
    """Who is silent: whoever owes binding work by a day, and has recorded nothing since an instant."""

    owing_by: date
    since: datetime


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation: `region` by ISO 3166-2, `parent` the code of the body above it or empty, names in three languages.

    `parent` of a quasi-state entity is its primary supervisor. `bin` and `site` are empty if there is none, `account` says whether it
    has one in the Cross-platform, `closed_on` is its last day.
    """

    code: str
    type: str
    region: str
    parent: str
    name_ru: str
    name_kk: str
    name_en: str
    bin: str
    site: str
    account: bool
    since: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Official:
    """A post, and who is in it since when and by which order; `person` is a code, empty while nobody is."""

    organization: str
    post: str
    title_ru: str
    title_kk: str
    title_en: str
    kind: str
    post_class: str
    elected: bool
    person: str
    acting: bool
    order_no: str
    since: date | None


_ORGANIZATIONS = Versioned(
    "organizations",
    ("log", "code"),
    masked={"closed_on": "CASE WHEN closed_on <= was.true_on() THEN closed_on END"},
    told=False,
)
_OFFICIALS = Versioned("officials", ("log", "organization", "post", "acting"), told=False)


class OrganizationsProjection(Projection):
    """Tables `organizations`, one row a code, and `officials`, one row a post and person in it."""

    name = "organizations"
    version = 3
    tables = _SQL["tables"]
    versioned = (_ORGANIZATIONS, _OFFICIALS)

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Fold the organisations that changed, from their beginnings: a correction may be of anything."""
        changed = {
            case_id for case_id, kind in (await kinds(conn, events)).items() if issubclass(kind, OrganizationEvent)
        }
        if not changed:
            return
        log, organizations, officials = events[0].log, Spans(_ORGANIZATIONS), Spans(_OFFICIALS)
        rows: list[dict[str, Any]] = []
        posts: list[dict[str, Any]] = []
        for history in await whole(conn, events, changed):
            was: list[Dated] = []
            held: list[Dated] = []
            for recorded, record in _records(history):
                spans, incumbents = list(organization_spans(log, record)), list(official_spans(log, record))
                if recorded.position >= events[0].position:
                    organizations.change(was, spans, recorded)
                    officials.change(held, incumbents, recorded)
                was, held = spans, incumbents
            rows += standing(was)
            posts += standing(held)
        await write(conn, _SQL["store"], rows)
        await conn.execute(_SQL["clear_officials"], {"log": log, "codes": [row["code"] for row in rows]})
        await write(conn, _SQL["store_officials"], posts)
        await organizations.write(conn)
        await officials.write(conn)


def _records(history: Sequence[Recorded]) -> Iterator[tuple[Recorded, OrganizationRecord]]:
    """Give an organisation as it is known after each of its events."""
    record, told = OrganizationRecord(), list[CaseEvent]()
    for recorded in history:
        if isinstance(event := recorded.event, CaseEvent):
            told.append(event)
            record = (
                _after(OrganizationRecord(), as_known(told))
                if isinstance(event, FactCorrected)
                else record.after(event)
            )
            yield recorded, record


def folded(history: Iterable[Recorded]) -> OrganizationRecord:
    """Give an organisation as its history, corrected, leaves it."""
    return _after(OrganizationRecord(), as_known([r.event for r in history if isinstance(r.event, CaseEvent)]))


def _after(record: OrganizationRecord, events: Iterable[CaseEvent]) -> OrganizationRecord:
    for event in events:
        record = record.after(event)
    return record


async def get(conn: AsyncConnection[Any], code: str) -> Organization | None:
    """Find an organisation by its code."""
    where = Where()
    where.add("code = %(code)s", code=code)
    found = await rows(conn, Organization, where.of(_SQL["select"]), where.values)
    return found[0] if found else None


async def organizations(
    conn: AsyncConnection[Any],
    *,
    region: str | None = None,
    type: str | None = None,  # noqa: A002 - the word of the Instruction
    parent: str | None = None,
    text: str | None = None,
    active: bool | None = None,
    within: str | None = None,
    without: Without | None = None,
    silent: Silence | None = None,
    codes: Sequence[str] | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[Organization]:
    """List organisations by code; `text` is part of a name in any language, of the code or the BIN. Raises `BadCursor`.

    `active` leaves those out that were closed, or leaves them alone. `within` is a body: it and what is below it.
    """
    where = Where()
    where.add("region = %(region)s", region=region)
    where.add("type = %(type)s", type=type)
    where.add("parent = %(parent)s", parent=parent)
    where.among("code", codes)
    where.add("(closed_on IS NULL) = %(active)s", active=active)
    where.within("code", within)
    where.add("NOT account" if without is Without.ACCOUNT else _WITHOUT_HEAD, without=without)
    if silent is not None:
        where.add(_SILENT, owing_by=silent.owing_by, silent_since=silent.since)
    where.add("concat_ws(' ', name_ru, name_kk, name_en, code, bin) ILIKE %(text)s", text=like(text))
    where.after(cursor, ("code",), (str,))
    return await page(conn, Organization, _SQL["select"], where, ("code",), limit)


async def descendants(conn: AsyncConnection[Any], code: str) -> list[str]:
    """Give the codes of an organisation and of everything below it, sorted; nothing for an unknown code."""
    cursor = await conn.execute(_SQL["descendants"], {"code": code})
    return [row[0] for row in await cursor.fetchall()]


async def officials(conn: AsyncConnection[Any], organization: str) -> list[Official]:
    """List the posts of an organisation and who is in them now, by the code of the post."""
    where = Where()
    where.add("organization = %(organization)s", organization=organization)
    select = where.of(_SQL["select_officials"]) + b" ORDER BY post, acting"
    return await rows(conn, Official, select, where.values)


async def posts(
    conn: AsyncConnection[Any],
    *,
    organization: str | None = None,
    region: str | None = None,
    scope: Codes = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[Official]:
    """List posts and who is in them, by body and post; those of an `organization` are those of the bodies below it, too.

    `scope` are the organisations the caller may see. Raises `BadCursor`.
    """
    where = Where()
    where.within("organization", organization)
    where.in_region("organization", region)
    where.among("organization", scope)
    order = ("organization", "post", "acting")
    where.after(cursor, order, (str, str, bool))
    return await page(conn, Official, _SQL["select_officials"], where, order, limit)
