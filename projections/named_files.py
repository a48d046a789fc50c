"""Which files cases name, and whether the cases are sealed: what decides who is given a file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from psycopg import AsyncConnection

from events.event import CaseEvent, Recorded
from events.sealing import seal_in_use
from events.store.statements import load
from projections.page import rows
from projections.projection import Projection, write

_SQL = load(__package__, "named_files.sql")
_SHA256 = re.compile(rb'"([0-9a-f]{64})"')
"""A hash as it stands in JSON: whatever looks like one counts as named, whatever the field, a correction's data too."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that a case of an organisation names, by its address; `clearance` is what readers of the case must be cleared for."""

    log: str
    organization: str
    address: str
    case_id: UUID
    clearance: str


class NamedFilesProjection(Projection):
    """Table `named_files`: one row a file and case."""

    name = "named_files"
    version = 3
    tables = _SQL["tables"]
    was = _SQL["was"]

    async def apply(self, conn: AsyncConnection[Any], events: Sequence[Recorded]) -> None:
        """Add what the events name."""
        named = {
            NamedFile(
                r.log,
                (organization := r.event.organization),
                seal_in_use().address(organization, found.decode()),
                r.event.originator_id,
                r.event.envelope.clearance,
            )
            for r in events
            if isinstance(r.event, CaseEvent)
            for found in _SHA256.findall(msgspec.json.encode(r.event.facts()))
        }
        await write(conn, _SQL["store"], list(named))


async def naming(conn: AsyncConnection[Any], organization: str, hashes: Sequence[str]) -> dict[str, list[NamedFile]]:
    """Give which cases of an organisation name some files, sealed cases among them, by SHA-256."""
    wanted = {seal_in_use().address(organization, sha256): sha256 for sha256 in hashes}
    asked = {"organization": organization, "addresses": list(wanted)}
    found: dict[str, list[NamedFile]] = {sha256: [] for sha256 in hashes}
    for one in await rows(conn, NamedFile, _SQL["naming"], asked):
        found[wanted[one.address]].append(one)
    return found
