"""What is asked of findings: a page of them, one, and how many there are of what was looked at."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from events.fact import quarter
from events.store.statements import load
from projections.findings.row import FindingRow
from projections.page import Codes, Page, Where, page, rows

_SQL = load(__package__, "lists.sql")
_ORDER = ("happened_on", "id")
_WORST_FIRST = (
    b" GROUP BY organization HAVING sum(found) > sum(dismissed)"
    b" ORDER BY sum(found) - sum(dismissed) DESC, organization LIMIT %(limit)s"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which findings: `first` and `last` are days of what they are about, both included; None is no limit.

    `organization` is a body with those below it, `body` a body alone.
    """

    rule: str | None = None
    severity: str | None = None
    organization: str | None = None
    region: str | None = None
    first: date | None = None
    last: date | None = None
    dismissed: bool | None = False
    body: str | None = None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How much a rule looked at, how much of that it found that is not dismissed, and how much that is."""

    rule: str
    checked: int
    found: int
    dismissed: int


@dataclass(frozen=True, slots=True)
class BodyCount:
    """How much of a body was looked at, how much of that was found that is not dismissed, and how much that is."""

    organization: str
    checked: int
    found: int
    dismissed: int


async def findings(
    conn: AsyncConnection[Any], asked: Asked, scope: Codes = None, *, cursor: str = "", limit: int = 50
) -> Page[FindingRow]:
    """List findings, the latest first; `scope` is whose the caller may see. Raises `BadCursor`."""
    where = Where()
    _of_bodies(where, asked, scope)
    where.add("rule = %(rule)s", rule=asked.rule)
    where.add("severity = %(severity)s", severity=asked.severity)
    where.add("happened_on >= %(first)s", first=asked.first)
    where.add("happened_on <= %(last)s", last=asked.last)
    if asked.dismissed is not None:
        where.add("dismissed" if asked.dismissed else "NOT dismissed")
    where.after(cursor, _ORDER, (date, UUID), descending=True)
    return await page(conn, FindingRow, _SQL["select"], where, _ORDER, limit, descending=True)


async def finding(conn: AsyncConnection[Any], finding_id: UUID) -> FindingRow | None:
    """Give a finding that stands, dismissed or not."""
    found = await rows(conn, FindingRow, _SQL["select"] + b" WHERE id = %(id)s", {"id": finding_id})
    return found[0] if found else None


async def by_rule(conn: AsyncConnection[Any], asked: Asked, scope: Codes = None) -> list[RuleCount]:
    """Count by rule, of the whole quarters in which the days asked for lie; severity and dismissal do not matter."""
    where = Where()
    if scope is None and asked.organization is None and asked.region is None and asked.body is None:
        where.add("organization = ''")
    else:
        where.add("organization <> ''")
        _of_bodies(where, asked, scope)
    _within_quarters(where, asked)
    where.add("rule <> ''")
    where.add("rule = %(rule)s", rule=asked.rule)
    return await rows(conn, RuleCount, where.of(_SQL["by_rule"]) + b" GROUP BY rule ORDER BY rule", where.values)


async def by_body(conn: AsyncConnection[Any], asked: Asked, scope: Codes = None, limit: int = 20) -> list[BodyCount]:
    """Count by body in the same way, those first of which most is found that is not dismissed; without any, none."""
    where = Where()
    _of_bodies(where, asked, scope)
    where.add("organization <> '' AND found > 0")
    _of_rule_and_quarters(where, asked)
    where.values["limit"] = limit
    found = await (await conn.execute(where.of(_SQL["worst"]) + _WORST_FIRST, where.values)).fetchall()
    bodies = Where()
    bodies.among("organization", [code for (code,) in found])
    _of_rule_and_quarters(bodies, asked)
    counted = await rows(conn, BodyCount, bodies.of(_SQL["by_body"]) + b" GROUP BY organization", bodies.values)
    return sorted(counted, key=lambda one: (-one.found, one.organization))


def _of_rule_and_quarters(where: Where, asked: Asked) -> None:
    where.add("rule = %(rule)s", rule=asked.rule or "")
    _within_quarters(where, asked)


def _of_bodies(where: Where, asked: Asked, scope: Codes) -> None:
    where.among("organization", scope)
    where.within("organization", asked.organization)
    where.add("organization = %(body)s", body=asked.body)
    where.in_region("organization", asked.region)


def _within_quarters(where: Where, asked: Asked) -> None:
    """Ask for the quarters of the days asked for, or for the rows that count all time."""
    if asked.first is None and asked.last is None:
        where.add("quarter = ''")
        return
    where.add("quarter <> ''")
    where.add("quarter >= %(from_quarter)s", from_quarter=asked.first and quarter(asked.first))
    where.add("quarter <= %(to_quarter)s", to_quarter=asked.last and quarter(asked.last))


@dataclass(frozen=True, slots=True)
class NamedLink:
    """An address that entries name, and what stands for it in indexes."""

    key: str
    address: str


async def links(conn: AsyncConnection[Any], log: str, after: str, limit: int) -> list[NamedLink]:
    """Give addresses that entries name, each once, in the order of their keys after one."""
    return await rows(conn, NamedLink, _SQL["links"], {"log": log, "after": after, "limit": limit})
