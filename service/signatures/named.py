"""Signatures that an entry names beside the file that they sign: held to that file before the entry is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from events.case import FactCorrected
from events.event import CaseEvent, Event
from events.text import msg
from service.files.kinds import is_paper, is_signature
from service.nodes import payload_of
from service.signatures.signatures import Signatures
from workflows.case import Case
from workflows.refusals import Invalid, NotPermitted, Violation
from workflows.seat import Command, below_data

NO_SIGNATURE = msg("A signature in a file of its own is a P7S or CMS file.")
NO_PAPER = msg("This file is no paper that people sign: add the signature to the paper itself.")


@dataclass(frozen=True, slots=True)
class Named:
    """A signature that an event names, by SHA-256, and the file that it is over; each with its field."""

    name: str
    signature: str
    of: str
    file: str


def signatures_in(event: Event) -> list[Named]:
    """Give the signatures that an event names, with the files that they are over."""
    values = event.facts()
    found = [(name, values[name], of, values[of]) for name, of in _fields(type(event)).items()]
    return [Named(name, signature, of, file) for name, signature, of, file in found if signature and file]


@cache
def _fields(event: type[Event]) -> Mapping[str, str]:
    """Give the fields of an event that name signatures, each with the field of the file that is signed."""
    return {name: node.signs for name, node in payload_of(event).properties if node.signs}


@dataclass(frozen=True, slots=True)
class NamedSignatures:
    """Verifies what entries name as signatures, as what is added to a file by hand. What is not valid is not refused."""

    signatures: Signatures

    async def verified(self, case: Case, command: Command) -> None:
        """Verify the signatures that what a command has just made of a case names; raises `Invalid` for what is none.

        Of a correction those of the corrected event. What was verified over that file before is left as it is.
        """
        for event in (pending for pending in case.pending_events if isinstance(pending, CaseEvent)):
            original = case.event(event.corrects) if isinstance(event, FactCorrected) else None
            subject = original or event
            named = signatures_in(subject)
            wrong = [found for one in named for found in await self._wrong(case.organization, one, command)]
            if wrong:
                raise Invalid(below_data(wrong) if original else tuple(wrong))

    async def _wrong(self, organization: str, one: Named, command: Command) -> list[Violation]:
        """Verify one, unless it is no signature, or is over what nobody signs: then say so, at its field."""
        known = await self.signatures.files.all_known(organization, [one.file, one.signature])
        if not is_signature(known[one.signature].media_type):
            return [Violation((one.name,), NO_SIGNATURE)]
        if not is_paper(known[one.file].media_type):
            return [Violation((one.of,), NO_PAPER)]
        if one.signature in {there.signature for there in await self.signatures.newest(organization, one.file)}:
            return []
        try:
            await self.signatures.verify(organization, one.file, command.actor, one.signature)
        except NotPermitted as refusal:
            return [Violation((one.name,), refusal.text)]
        return []
