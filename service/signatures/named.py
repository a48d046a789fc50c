"""Signatures that an entry names beside the file that they sign: held to that file before the entry is recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from events.case import FactCorrected
from events.event import Event
from events.text import Text, msg
from service.files.kinds import is_paper, is_signature
from service.nodes import root
from service.signatures.signatures import Signatures
from workflows import payload
from workflows.case import Case
from workflows.refusals import Invalid, NotPermitted, Violation
from workflows.seat import Command, below_data

NO_SIGNATURE = msg("A signature in a file of its own is a P7S or CMS file.")
NO_PAPER = msg("This file is no paper that people sign: add the signature to the paper itself.")


def named_apart(event: Event) -> dict[str, str]:
    """Give the signatures that an event names, by SHA-256, each with the file that it is over."""
    return {
        signature: file
        for name, of in _fields(type(event)).items()
        if (signature := getattr(event, name)) and (file := getattr(event, of))
    }


@cache
def _fields(event: type[Event]) -> Mapping[str, str]:
    """Give the fields of an event that name signatures, each with the field of the file that is signed."""
    return {name: node.signs for name, node in root(payload.schema(event)).properties() if node.signs}


@dataclass(frozen=True, slots=True)
class NamedSignatures:
    """Verifies what entries name as signatures, as if it had been added to the file by hand. What is not valid is not refused."""

    signatures: Signatures

    async def verified(self, case: Case, command: Command) -> None:
        """Verify the signatures that what a command has just made of a case names; raises `Invalid` for what is none.

        Of a correction those of the corrected event. What was verified over that file before is left as it is.
        """
        for event in case.pending_events:
            original = case.event(event.corrects) if isinstance(event, FactCorrected) else None
            subject = original or event
            wrong = []
            for name, of in _fields(type(subject)).items():
                signature, file = getattr(subject, name), getattr(subject, of)
                if signature and file:
                    wrong += await self._wrong(case.organization, (of, file), (name, signature), command)
            if wrong:
                raise Invalid(below_data(wrong) if original else tuple(wrong))

    async def _wrong(
        self, organization: str, file: tuple[str, str], signature: tuple[str, str], command: Command
    ) -> list[Violation]:
        """Verify one, unless it is no signature, or is over what nobody signs: then say so, at its field."""
        (of, paper), (name, apart) = file, signature
        known = await self.signatures.files.all_known(organization, [paper, apart])
        if not is_signature(known[apart].media_type):
            return [_at(name, NO_SIGNATURE)]
        if not is_paper(known[paper].media_type):
            return [_at(of, NO_PAPER)]
        if apart in {one.signature for one in await self.signatures.newest(organization, paper)}:
            return []
        try:
            await self.signatures.verify(organization, paper, command.actor, apart)
        except NotPermitted as refusal:
            return [_at(name, refusal.text)]
        return []


def _at(field: str, text: Text) -> Violation:
    return Violation((field,), text)
