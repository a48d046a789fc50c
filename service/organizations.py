"""Entering organisations in the register."""

import uuid
from dataclasses import dataclass

from events import codec
from events.event import Envelope
from events.organization import OrganizationRegistered, OrganizationType
from events.store.group_commit import GroupCommit
from events.store.save import Conflict, Save, Verdict
from events.text import msg
from service.clock import Clock
from service.requests import Request
from workflows.actor import Actor
from workflows.refusals import Refused

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tbn4:organization")


class AlreadyRegistered(Refused):
    """The code is taken."""


@dataclass(frozen=True, slots=True)
class Names:
    """The name of an organisation in the three languages."""

    ru: str
    kk: str
    en: str


@dataclass
class Organizations:
    """The register's writing side; it is read through `projections.organizations`."""

    committer: GroupCommit
    clock: Clock

    async def register(
        self, code: str, kind: OrganizationType, region: str, names: Names, parent: str, actor: Actor
    ) -> Verdict:
        """Enter an organisation; raises `AlreadyRegistered`. `parent` is the code of its superior, "" for a root."""
        request = Request.of(actor, f"organization:{code}", code, kind, region, names, parent)
        event = OrganizationRegistered(
            originator_id=uuid.uuid5(NAMESPACE, code),
            originator_version=1,
            timestamp=self.clock.now(),
            envelope=Envelope(actor.id, actor.capacity, request.command_id, actor.on_behalf_of),
            code=code,
            type=kind,
            region=region,
            name_ru=names.ru,
            name_kk=names.kk,
            name_en=names.en,
            parent=parent,
        )
        verdict = await self.committer.commit(
            Save(request.command_id, request.digest, (codec.encode(event),), self.clock.recording())
        )
        if isinstance(verdict, Conflict):
            raise AlreadyRegistered(msg("There is an organisation with the code {code} already.", code=code))
        return verdict
