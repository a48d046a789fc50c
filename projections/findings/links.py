"""Links that entries name and that no longer answer, as the service found when it asked."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events.fact import quarter
from events.finding import FindingRule, Severity, finding_id
from events.link_check import LinkChecked, LinkState
from projections.findings.changes import SQL, Changes, as_json
from projections.findings.entry import Entry, Named
from projections.findings.row import Made
from projections.page import rows
from projections.projection import write


def key_of(address: str) -> str:
    """Give what stands for an address in indexes."""
    return hashlib.sha256(address.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Link:
    """A link that an entry names, with what became of asking for it."""

    log: str
    key: str
    position: int
    address: str
    case_id: UUID
    version: int
    organization: str
    happened_on: date
    counted: bool
    found: str
    status: int

    def made(self) -> Made | None:
        """Give what it shows."""
        if self.found == LinkState.ANSWERS:
            return None
        return Made(
            self.log,
            FindingRule.LINK_SILENT,
            Severity.WARNING,
            self.organization,
            self.case_id,
            self.version,
            _subject(self.case_id, self.version, self.key),
            self.happened_on,
            {"address": self.address, "found": self.found, "status": self.status},
            counted=frozenset({"status"}),
        )


async def follow(
    changes: Changes, gone: Sequence[Named], added: Sequence[Named], checked: Sequence[LinkChecked]
) -> None:
    """Follow entries that name links, and what the service found of links."""
    old, new = list(_named(gone)), list(_named(added))
    if old:
        await _remove(changes, old)
    await write(changes.conn, SQL["store_links"], [_row(entry, address) for entry, address in new])
    states = {key_of(one.address): one for one in checked}
    told = [{"log": changes.log, "key": key, "found": one.found, "status": one.status} for key, one in states.items()]
    await write(changes.conn, SQL["store_link_states"], told)
    if keys := states.keys() | {key_of(address) for _, address in new}:
        await _judge(changes, keys)


async def _remove(changes: Changes, old: Sequence[tuple[Entry, str]]) -> None:
    places = [{"key": key_of(address), "position": entry.position} for entry, address in old]
    asked = {"log": changes.log, "rows": as_json(places)}
    for case_id, version, organization, address, day, counted in await (
        await changes.conn.execute(SQL["remove_links"], asked)
    ).fetchall():
        subject = _subject(case_id, version, key_of(address))
        changes.drop(finding_id(organization, FindingRule.LINK_SILENT, subject))
        if counted:
            changes.check([(organization, FindingRule.LINK_SILENT, quarter(day))], -1)


async def _judge(changes: Changes, keys: Iterable[str]) -> None:
    found = await rows(changes.conn, _Link, SQL["links"], {"log": changes.log, "keys": as_json(sorted(keys))})
    fresh = [link for link in found if not link.counted]
    changes.check((one.organization, FindingRule.LINK_SILENT, quarter(one.happened_on)) for one in fresh)
    if fresh:
        places = [{"key": one.key, "position": one.position} for one in fresh]
        await changes.conn.execute(SQL["count_links"], {"log": changes.log, "rows": as_json(places)})
    for link in found:
        if made := link.made():
            changes.put(made)
        else:
            subject = _subject(link.case_id, link.version, link.key)
            changes.drop(finding_id(link.organization, FindingRule.LINK_SILENT, subject))


def _named(entries: Sequence[Named]) -> Iterable[tuple[Entry, str]]:
    return ((entry, address) for entry, _, named in entries for address in sorted(named))


def _subject(case_id: UUID, version: int, key: str) -> str:
    return f"{case_id}/{version}/{key}"


def _row(entry: Entry, address: str) -> dict[str, Any]:
    return {
        "log": entry.log,
        "key": key_of(address),
        "position": entry.position,
        "address": address,
        "case_id": entry.case_id,
        "version": entry.version,
        "organization": entry.event.organization,
        "happened_on": entry.event.occurred_on,
        "counted": False,
    }
