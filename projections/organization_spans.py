"""What the register tells of an organisation on which days: its own row, and those of its posts."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from events.organization.post_record import Appointment, PostRecord
from events.organization.record import OrganizationRecord
from projections.spans import Dated
from projections.versions import LAST_DAY


def organization_spans(log: str, record: OrganizationRecord) -> Iterator[Dated]:
    """Give an organisation from its first day on, by the days on which something of it changed."""
    changes = {day for of in (record.names, record.types, record.above, record.details) for day, _ in of.entries}
    for since, until in _between(changes):
        names, details = record.names.at(since), record.details.at(since)
        if names is None or details is None:
            continue
        row = {
            "log": log, "code": record.code, "type": record.types.at(since), "region": details.region,
            "parent": record.above.at(since), "name_ru": names.ru, "name_kk": names.kk, "name_en": names.en,
            "bin": details.bin, "site": details.site, "account": details.account, "since": record.since,
            "closed_on": record.closed_on,
        }  # fmt: skip
        yield Dated(row, since, until)


def official_spans(log: str, record: OrganizationRecord) -> Iterator[Dated]:
    """Give who is in each post from when to when, and when nobody is."""
    for post in record.posts.values():
        changes = {post.since, post.until, *(day for one in post.appointments for day in (one.since, one.until))}
        for since, until in _between(changes):
            if not post.exists(since):
                continue
            incumbents = {one.acting: one for one in post.incumbents(since)}
            if not incumbents:
                yield Dated(_post(log, record, post, None), since, until)
            for one in incumbents.values():
                yield Dated(_post(log, record, post, one), since, until)


def _post(log: str, record: OrganizationRecord, post: PostRecord, held: Appointment | None) -> dict[str, Any]:
    return {
        "log": log, "organization": record.code, "post": post.code, "title_ru": post.title_ru,
        "title_kk": post.title_kk, "title_en": post.title_en, "kind": post.kind, "post_class": post.post_class,
        "elected": post.elected, "person": held.person if held else "", "acting": bool(held and held.acting),
        "order_no": held.order_no if held else "", "since": held.since if held else None,
    }  # fmt: skip


def _between(changes: set[date]) -> Iterator[tuple[date, date]]:
    """Give the spans of days between changes, the last one without an end."""
    days = sorted(changes - {LAST_DAY})
    return zip(days, [*days[1:], LAST_DAY], strict=True)
