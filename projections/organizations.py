"""The register of organisations as it stands: who they are, where, and below whom; which posts they have, and who is in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from events.case import as_known
from events.event import CaseEvent, Recorded
from events.organization import OrganizationEvent
from events.organization.record import OrganizationRecord
from events.store.statements import load
from projections.page import Page, Where, like, page, rows
from projections.projection import Projection, write
from projections.records import kinds, whole

_SQL = load(__package__, "organizations.sql")
_LATEST = date.max
"""As it stands: nothing is recorded for the future."""


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


class OrganizationsProjection(Projection):
    """Tables `organizations`, one row a code, and `officials`, one row a post and person in it."""

    name = "organizations"
    version = 2
    tables = _SQL["tables"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Fold the organisations that changed, whole: a correction may be of anything."""
        changed = {
            case_id for case_id, kind in (await kinds(conn, events)).items() if issubclass(kind, OrganizationEvent)
        }
        if not changed:
            return
        log = events[0].log
        records = [(folded(history), history[-1].position) for history in await whole(conn, events, changed)]
        await write(conn, _SQL["store"], [_row(log, record, position) for record, position in records])
        await conn.execute(_SQL["clear_officials"], {"log": log, "codes": [record.code for record, _ in records]})
        await write(conn, _SQL["store_officials"], [row for record, _ in records for row in _officials(log, record)])


def folded(history: Iterable[Recorded]) -> OrganizationRecord:
    """Give an organisation as its history, corrected, leaves it."""
    record = OrganizationRecord()
    for event in as_known([r.event for r in history if isinstance(r.event, CaseEvent)]):
        record = record.after(event)
    return record


def _row(log: str, record: OrganizationRecord, position: int) -> dict[str, Any]:
    names, details = record.names.entries[-1][1], record.details.entries[-1][1]
    return {
        "log": log, "code": record.code, "type": record.types.at(_LATEST), "region": details.region,
        "parent": record.above.at(_LATEST), "name_ru": names.ru, "name_kk": names.kk, "name_en": names.en,
        "bin": details.bin, "site": details.site, "account": details.account, "since": record.since,
        "closed_on": record.closed_on, "position": position,
    }  # fmt: skip


def _officials(log: str, record: OrganizationRecord) -> Iterator[dict[str, Any]]:
    for post in record.posts.values():
        if post.ended_by:
            continue
        row = {
            "log": log, "organization": record.code, "post": post.code, "title_ru": post.title_ru,
            "title_kk": post.title_kk, "title_en": post.title_en, "kind": post.kind, "post_class": post.post_class,
            "elected": post.elected, "person": "", "acting": False, "order_no": "", "since": None,
        }  # fmt: skip
        incumbents = [one for one in post.appointments if one.is_open]
        for one in incumbents:
            in_post = {"person": one.person, "acting": one.acting, "order_no": one.order_no, "since": one.since}
            yield row | in_post
        if not incumbents:
            yield row


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
    codes: Sequence[str] | None = None,
    cursor: str = "",
    limit: int = 50,
) -> Page[Organization]:
    """List organisations by code; `text` is part of a name in any language or of the code. Raises `BadCursor`.

    `active` leaves those out that were closed, or leaves them alone.
    """
    where = Where()
    where.add("region = %(region)s", region=region)
    where.add("type = %(type)s", type=type)
    where.add("parent = %(parent)s", parent=parent)
    where.among("code", codes)
    where.add("(closed_on IS NULL) = %(active)s", active=active)
    where.add("concat_ws(' ', name_ru, name_kk, name_en, code) ILIKE %(text)s", text=like(text))
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
