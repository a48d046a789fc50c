"""Signatures of organisations' files: verified when they come and whenever somebody asks again, and every verdict kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from psycopg_pool import AsyncConnectionPool

from events.sealing import seal_in_use
from events.store.statements import load
from events.text import msg
from projections.versions import NOTHING_LATER
from service.clock import Clock
from service.files import Files
from service.signatures.closing import close, reopen
from service.signatures.inside import has_signatures, may_have_some
from service.signatures.port import Content, SignatureVerifier, Subject
from service.signatures.verification import Verification, closed, opened
from workflows.actor import Actor
from workflows.refusals import NotPermitted, Unknown

MOST_APART = 20
"""Signatures that lie apart from one file."""

MOST_SHOWN = 100
"""Verifications of a file that are given at once."""

_SQL = load(__package__, "signatures.sql")


@dataclass
class Signatures:
    """Verifies and remembers. Whether the actor may have the file is for the caller to check."""

    pool: AsyncConnectionPool
    clock: Clock
    files: Files
    verifier: SignatureVerifier

    async def verify(self, organization: str, sha256: str, actor: Actor, signature: str = "") -> Verification:
        """Verify a signature that lies apart from a file, or those inside; raises `Unknown` for files that are not kept."""
        stored, path = await self.files.open(organization, sha256)
        seal, now = seal_in_use(), self.clock.now()
        address = seal.address(organization, sha256)
        apart = seal.address(organization, signature) if signature else ""
        asked = Subject(Content(path, address), stored.media_type, await self._came(organization, apart or address))
        if signature:
            await self._check_room(organization, address, apart)
            _, place = await self.files.open(organization, signature)
            asked = replace(asked, signature=Content(place, apart))
        found = await self.verifier.verify(asked)
        row = {
            "organization": organization, "address": address, "signature": apart, "verified_by": actor.id, "now": now,
            "found": closed(address, apart, sha256, signature, found.signatures),
        }  # fmt: skip
        async with self.pool.connection() as conn, conn.transaction():
            for name, content in found.evidence:
                place_of = seal.address("", name)
                await conn.execute(_SQL["keep"], {"address": place_of, "content": close(place_of, content)})
            added = await (await conn.execute(_SQL["add"], row)).fetchone()
        return Verification(added[0] if added else 0, sha256, signature, found.signatures, actor.id, now)

    async def notice(self, organization: str, sha256: str, actor: Actor) -> Verification | None:
        """Verify the signatures that a file brings with it, if it has any and they were not verified before."""
        if not await self._has_some(organization, sha256) or sha256 in await self.of(organization, [sha256]):
            return None
        return await self.verify(organization, sha256, actor)

    async def again(self, organization: str, sha256: str, actor: Actor) -> list[Verification]:
        """Verify all signatures of a file that are known, and those inside it; raises `Unknown` if there is none."""
        apart = [one.signature for one in await self.newest(organization, sha256) if one.signature]
        inside = [""] if await self._has_some(organization, sha256) else []
        if not apart and not inside:
            raise Unknown(msg("There is no signature to verify: add its file."))
        return [await self.verify(organization, sha256, actor, one) for one in (*inside, *apart)]

    async def newest(self, organization: str, sha256: str) -> list[Verification]:
        """Give the newest verification of each signature of a file."""
        return list((await self.of(organization, [sha256])).get(sha256, ()))

    async def of(
        self, organization: str, hashes: Collection[str], until: datetime = NOTHING_LATER
    ) -> Mapping[str, Sequence[Verification]]:
        """Give the newest verification of each signature of some files, as of an instant, by SHA-256 of the file."""
        addresses = [seal_in_use().address(organization, sha256) for sha256 in hashes]
        asked = {"organization": organization, "addresses": addresses, "until": until}
        found: defaultdict[str, list[Verification]] = defaultdict(list)
        async with self.pool.connection() as conn:
            for row in await (await conn.execute(_SQL["newest"], asked)).fetchall():
                verification = opened(row)
                if verification.signatures:
                    found[verification.sha256].append(verification)
        return found

    async def all_of(self, organization: str, sha256: str) -> list[Verification]:
        """Give the verifications of a file, the newest first."""
        address = seal_in_use().address(organization, sha256)
        asked = {"organization": organization, "address": address, "most": MOST_SHOWN}
        async with self.pool.connection() as conn:
            return [opened(row) for row in await (await conn.execute(_SQL["all"], asked)).fetchall()]

    async def evidence(self, sha256: str) -> bytes:
        """Give a kept piece of evidence; raises `Unknown`."""
        address = seal_in_use().address("", sha256)
        async with self.pool.connection() as conn:
            row = await (await conn.execute(_SQL["evidence"], {"address": address})).fetchone()
        if row is None:
            raise Unknown(msg("There is no such evidence."))
        return reopen(address, row[0])

    async def _has_some(self, organization: str, sha256: str) -> bool:
        """Whether a file has signatures inside."""
        stored, path = await self.files.open(organization, sha256)
        content = Content(path, seal_in_use().address(organization, sha256))
        return may_have_some(stored.media_type) and await has_signatures(content, stored.media_type)

    async def _came(self, organization: str, address: str) -> datetime:
        """Give when a signature came here: that it was there by then is proved by our own record."""
        async with self.pool.connection() as conn:
            row = await (
                await conn.execute(_SQL["came"], {"organization": organization, "address": address})
            ).fetchone()
        if row is None:
            raise Unknown(msg("The organisation keeps no such file."))
        came: datetime = row[0]
        return came

    async def _check_room(self, organization: str, address: str, apart: str) -> None:
        asked = {"organization": organization, "address": address, "signature": apart}
        async with self.pool.connection() as conn:
            row = await (await conn.execute(_SQL["apart"], asked)).fetchone()
        count, is_known = row or (0, False)
        if count >= MOST_APART and not is_known:
            raise NotPermitted(msg("A file has at most {most} signatures.", most=MOST_APART))
