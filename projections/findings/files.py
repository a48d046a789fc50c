"""The same file in entries of different bodies, or for different years of one body: what shows that is the later entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events.fact import quarter
from events.finding import FindingRule, Severity, finding_id
from projections.findings.changes import SQL, Changes, Key, as_json
from projections.findings.entry import Entry, Named
from projections.findings.row import Made
from projections.page import rows
from projections.projection import write


@dataclass(frozen=True, slots=True)
class _Naming:
    """An entry that names a file, and the first before it that should not name the same."""

    log: str
    sha256: str
    case_id: UUID
    version: int
    organization: str
    year: int
    happened_on: date
    other_case: UUID | None
    other_version: int | None
    other_organization: str | None
    other_year: int | None

    @property
    def finding(self) -> UUID:
        """The identity of what it would show."""
        return finding_id(self.organization, FindingRule.SAME_FILE, _subject(self.case_id, self.version, self.sha256))

    def made(self) -> Made | None:
        """Give what it shows: that another body's paper passes for one's own weighs more than last year's."""
        if self.other_case is None or self.other_version is None or self.other_organization is None:
            return None
        alien = self.other_organization != self.organization
        return Made(
            self.log,
            FindingRule.SAME_FILE,
            Severity.ERROR if alien else Severity.WARNING,
            self.organization,
            self.case_id,
            self.version,
            _subject(self.case_id, self.version, self.sha256),
            self.happened_on,
            {"sha256": self.sha256, "year": self.year, "other_year": self.other_year},
            self.other_organization,
            self.other_case,
            self.other_version,
        )


async def follow(
    changes: Changes, gone: Sequence[Named], added: Sequence[Named], anew: frozenset[UUID] = frozenset()
) -> None:
    """Follow entries that name files; after a change of earlier entries, those of the cases `anew`, all who name the same are judged."""
    old, new = list(_named(gone)), list(_named(added))
    if not old and not new:
        return
    removed = [{"sha256": sha256, "position": entry.position} for entry, sha256 in old]
    if removed:
        await changes.conn.execute(SQL["remove_files"], {"log": changes.log, "rows": as_json(removed)})
    await write(changes.conn, SQL["store_files"], [_row(entry, sha256) for entry, sha256 in new])
    for entry, sha256 in old:
        subject = _subject(entry.case_id, entry.version, sha256)
        changes.drop(finding_id(entry.event.organization, FindingRule.SAME_FILE, subject))
    changes.check((_key(entry) for entry, _ in old), -1)
    changes.check(_key(entry) for entry, _ in new)
    places = [{"sha256": sha256, "position": entry.position} for entry, sha256 in new]
    again = {sha256 for _, sha256 in old} | {sha256 for entry, sha256 in new if entry.case_id in anew}
    places += await _all_naming(changes, again)
    for one in await rows(changes.conn, _Naming, SQL["earlier_files"], {"log": changes.log, "rows": as_json(places)}):
        if found := one.made():
            changes.put(found)
        elif one.sha256 in again:
            changes.drop(one.finding)


async def _all_naming(changes: Changes, files: Iterable[str]) -> list[dict[str, Any]]:
    asked = {"log": changes.log, "files": as_json(sorted(files))}
    found = await (await changes.conn.execute(SQL["naming"], asked)).fetchall()
    return [{"sha256": sha256, "position": position} for sha256, position in found]


def _named(entries: Sequence[Named]) -> Iterable[tuple[Entry, str]]:
    return ((entry, sha256) for entry, named, _ in entries for sha256 in sorted(named))


def _subject(case_id: UUID, version: int, sha256: str) -> str:
    return f"{case_id}/{version}/{sha256}"


def _key(entry: Entry) -> Key:
    return entry.event.organization, FindingRule.SAME_FILE, quarter(entry.event.occurred_on)


def _row(entry: Entry, sha256: str) -> dict[str, Any]:
    return {
        "log": entry.log,
        "sha256": sha256,
        "position": entry.position,
        "case_id": entry.case_id,
        "version": entry.version,
        "organization": entry.event.organization,
        "year": entry.year,
        "happened_on": entry.event.occurred_on,
    }
