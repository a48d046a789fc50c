"""What a stretch of the log does to findings: collected, compared with what stands, stored with its counts."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.store.statements import load
from projections.findings.row import FindingRow, Made, key_of
from projections.page import rows
from projections.projection import write

SQL = load(__package__, "findings.sql")
_COUNTED = ("checked", "found", "dismissed")
Key = tuple[str, str, str]
"""Body, rule and quarter."""


def as_json(value: Any) -> str:
    """Give a value as statements take it."""
    return msgspec.json.encode(value).decode()


@dataclass
class Changes:
    """Findings that were made or have gone, and how much more was looked at, since the stretch began. The last word counts."""

    conn: AsyncConnection[Any]
    log: str
    made: dict[UUID, FindingRow] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)
    judged: set[UUID] = field(default_factory=set)
    checked: Counter[Key] = field(default_factory=Counter)

    def put(self, found: Made) -> None:
        """Let a finding stand."""
        row = found.row
        self.made[row.id] = row
        self.gone.discard(row.id)

    def drop(self, finding: UUID) -> None:
        """Let a finding stand no more, if it did."""
        self.made.pop(finding, None)
        self.gone.add(finding)

    def check(self, keys: Iterable[Key], by: int = 1) -> None:
        """Count what rules looked at."""
        for key in keys:
            self.checked[key] += by

    async def store(self) -> None:
        """Bring all of it to the tables."""
        touched = self.made.keys() | self.gone | self.judged
        before = await self._standing(touched)
        judged = self.judged - self.made.keys() - self.gone
        self.made |= {finding: replace(before[finding]) for finding in judged & before.keys()}
        found: Counter[Key] = Counter()
        dismissed: Counter[Key] = Counter()
        for row in before.values():
            _count(row, -1, found, dismissed)
        on = await self._dismissals(self.made.keys())
        for row in self.made.values():
            row.dismissed = on.get(row.id) == row.digest
            _count(row, 1, found, dismissed)
        await write(self.conn, SQL["store"], list(self.made.values()))
        if left := self.gone & before.keys():
            await self.conn.execute(SQL["remove"], {"log": self.log, "ids": as_json(left)})
        await self._add(found, dismissed)

    async def _standing(self, ids: Collection[UUID]) -> dict[UUID, FindingRow]:
        if not ids:
            return {}
        asked = {"log": self.log, "ids": as_json(list(ids))}
        return {row.id: row for row in await rows(self.conn, FindingRow, SQL["load"], asked)}

    async def _dismissals(self, ids: Collection[UUID]) -> dict[UUID, str]:
        if not ids:
            return {}
        asked = {"log": self.log, "ids": as_json(list(ids))}
        return dict(await (await self.conn.execute(SQL["dismissals"], asked)).fetchall())

    async def _add(self, found: Counter[Key], dismissed: Counter[Key]) -> None:
        """Add to the counts, and to those of all bodies, of all rules, and of all time."""
        added: dict[Key, dict[str, Any]] = {}
        for name, counted in (("checked", self.checked), ("found", found), ("dismissed", dismissed)):
            for key, number in counted.items():
                for organization, rule, quarter in product(*((each, "") for each in key)):
                    place = organization, rule, quarter
                    added.setdefault(place, self._nothing(*place))[name] += number
        changed = [row for row in added.values() if any(row[name] for name in _COUNTED)]
        await write(self.conn, SQL["count"], changed)
        await write(self.conn, SQL["uncount"], [row for row in changed if min(row[name] for name in _COUNTED) < 0])

    def _nothing(self, organization: str, rule: str, quarter: str) -> dict[str, Any]:
        key = {"log": self.log, "organization": organization, "rule": rule, "quarter": quarter}
        return key | dict.fromkeys(_COUNTED, 0)


def _count(row: FindingRow, by: int, found: Counter[Key], dismissed: Counter[Key]) -> None:
    found[key_of(row)] += by
    if row.dismissed:
        dismissed[key_of(row)] += by
