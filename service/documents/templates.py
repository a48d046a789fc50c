"""Templates of bodies, in PostgreSQL: versions that were sent, and which of them was in force when (decision 0028).

Number 0 is the template that comes with the service; it is in force until a body puts one of its own.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from events.store.statements import load
from events.text import Body, msg
from projections.page import rows
from service.access import Access, Account
from service.access.heads import leads
from service.clock import Clock
from service.documents import filling
from service.documents.checking import check
from service.documents.drawing import drawn
from service.documents.filler import Filler
from service.documents.kinds import DocumentLanguage, Kind, kind_of
from service.harmless import harmless
from workflows.refusals import Invalid, NotPermitted, Unknown, Violation

_SQL = load(__package__, "templates.sql")

OWN = 0
"""The number of the template that comes with the service."""

_INSTANT = timedelta(microseconds=1)
"""What lies between two decisions at least, whatever the clock says."""

MOST = 100
"""Versions of a template that are kept for a body, a kind and a language."""


@dataclass(frozen=True, slots=True)
class Version:
    """A template that somebody sent for a body."""

    organization: str
    kind: str
    language: str
    number: int
    name: str
    sha256: str
    size: int
    needed: list[str]
    sent_by: UUID
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Use:
    """That a version was put in force."""

    kind: str
    language: str
    number: int
    decided_by: UUID
    since: datetime


@dataclass(frozen=True, slots=True)
class InForce:
    """The version in force for a kind and a language, and the fields whose absence leaves a blank in it."""

    kind: str
    language: str
    number: int
    needed: list[str]


@cache
def _own_needs(kind: str, language: DocumentLanguage) -> tuple[str, ...]:
    """Give the fields whose absence leaves a blank in the service's own template."""
    return tuple(filling.read(drawn(kind, language), kind_of(kind).fields.names()).needed)


@dataclass
class Templates:
    """The templates of all bodies."""

    access: Access
    clock: Clock
    filler: Filler = field(default_factory=Filler)

    async def may_change(self, account: Account, organization: str) -> bool:
        """Whether somebody decides by which templates a body draws up its documents."""
        return await leads(self.access, account, organization)

    async def versions(self, organization: str) -> list[Version]:
        """Give the versions that a body has, the newest of each first."""
        async with self.access.pool.connection() as conn:
            return await rows(conn, Version, _SQL["versions"], {"organization": organization})

    async def uses(self, organization: str) -> list[Use]:
        """Give what was put in force, the latest first."""
        async with self.access.pool.connection() as conn:
            return await rows(conn, Use, _SQL["uses"], {"organization": organization})

    async def in_force(
        self, organization: str, kinds: list[Kind], language: DocumentLanguage, at: datetime
    ) -> dict[str, InForce]:
        """Give what was in force for a body at an instant, by kind."""
        async with self.access.pool.connection() as conn:
            found = await rows(conn, InForce, _SQL["in_force"], {"organization": organization, "at": at})
        put: Mapping[str, InForce] = {one.kind: one for one in found if one.language == language and one.number != OWN}
        own = {
            kind.name: await asyncio.to_thread(_own_needs, kind.name, language)
            for kind in kinds
            if kind.name not in put
        }
        return {kind.name: put.get(kind.name) or InForce(kind.name, language, OWN, [*own[kind.name]]) for kind in kinds}

    async def content(self, organization: str, kind: Kind, language: DocumentLanguage, number: int) -> bytes:
        """Give a template; raises `Unknown`."""
        if number == OWN:
            return await asyncio.to_thread(drawn, kind.name, language)
        async with self.access.pool.connection() as conn:
            asked = {"organization": organization, "kind": kind.name, "language": language, "number": number}
            row = await (await conn.execute(_SQL["content"], asked)).fetchone()
        if row is None:
            raise _no_template(number)
        return bytes(row[0])

    async def keep(
        self, by: Account, organization: str, kind: Kind, language: DocumentLanguage, name: str, content: bytes
    ) -> Version:
        """Keep a template that somebody sent, once it was checked; raises `Invalid` and `NotPermitted`.

        The same content again is the version that there is. A kept one changes nothing before it is put in force.
        """
        await self._check_may(by, organization)
        needed = await check(self.filler, content, kind)
        asked: dict[str, Any] = {
            "organization": organization, "kind": kind.name, "language": language, "name": _named(name), "content": content,
            "sha256": hashlib.sha256(content).hexdigest(), "needed": [*needed], "sent_by": by.id, "sent_at": self.clock.now(),
        }  # fmt: skip
        async with self.access.pool.connection() as conn, conn.transaction():
            await conn.execute(_SQL["lock"])
            there = await rows(conn, Version, _SQL["versions"], asked)
            alike = [one for one in there if (one.kind, one.language) == (kind.name, language)]
            if same := next((one for one in alike if one.sha256 == asked["sha256"]), None):
                return same
            if len(alike) >= MOST:
                raise Invalid((Violation(("file",), msg("{most} versions are kept, and no more.", most=MOST)),))
            await conn.execute(_SQL["keep"], asked | {"number": len(alike) + 1})
            made = await rows(conn, Version, _SQL["versions"], asked)
        return next(
            one for one in made if (one.kind, one.language, one.number) == (kind.name, language, len(alike) + 1)
        )

    async def use(self, by: Account, organization: str, kind: Kind, language: DocumentLanguage, number: int) -> Use:
        """Put a version in force from now on; raises `NotPermitted` and `Unknown`. What is in force already stays so."""
        await self._check_may(by, organization)
        async with self.access.pool.connection() as conn, conn.transaction():
            await conn.execute(_SQL["lock"])
            there = await rows(conn, Version, _SQL["versions"], {"organization": organization})
            if number != OWN and number not in {
                one.number for one in there if (one.kind, one.language) == (kind.name, language)
            }:
                raise _no_template(number)
            before = await rows(conn, Use, _SQL["uses"], {"organization": organization})
            last = next((one for one in before if (one.kind, one.language) == (kind.name, language)), None)
            if last and last.number == number:
                return last
            since = max(self.clock.now(), last.since + _INSTANT) if last else self.clock.now()
            use = Use(kind.name, language, number, by.id, since)
            asked = {"kind": use.kind, "language": use.language, "number": number, "since": use.since}
            await conn.execute(_SQL["use"], asked | {"organization": organization, "decided_by": by.id})
        return use

    async def _check_may(self, by: Account, organization: str) -> None:
        if not await self.may_change(by, organization):
            raise NotPermitted(
                msg(
                    "By which templates {organization} draws up its documents is decided by its head, the head of its apparatus, or a "
                    "supervisor.",
                    organization=Body(organization),
                )
            )


def number_of(text: str) -> int:
    """Give the number of a version as addresses name it; raises `Unknown`."""
    if not (text.isascii() and text.isdecimal() and len(text) < 6):
        raise _no_template(text)
    return int(text)


def _no_template(number: object) -> Unknown:
    return Unknown(msg("There is no version {number} of this template.", number=number))


def _named(name: str) -> str:
    """Give the name under which a file came, without folders and what nobody sees."""
    return harmless(name.replace("\\", "/").rpartition("/")[2]).strip()[-200:] or "template.docx"
