"""The documents that a case names: orders, reports, publications, files; with who signed them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from events.case import DeadlineMissed, FactCorrected
from events.event import CaseEvent
from events.signature import Signature
from service.entries import Shown, of_event
from service.i18n import Translator
from service.person_names import person_name
from service.signatures.claimed import claim
from service.signatures.claims import Claim
from service.signatures.named import signatures_in
from service.web.narrowing import names_document, naming_documents
from workflows.case import Case
from workflows.register import Register

MOST = 30
"""Documents that the page of a case lists; more are found in its history."""


@dataclass(frozen=True, slots=True)
class Document:
    """What an entry says of a document: its kind, numbers and addresses by their titles, hashes of files, signatory, and day.

    `apart` are those of the files that are signatures of another: what they are worth is told beside that one.
    """

    topic: str
    numbers: Sequence[Shown]
    links: Sequence[Shown]
    files: Sequence[str]
    signatory: str
    dated: date
    entry: int
    claim: Claim
    apart: frozenset[str]


def documents(case: Case, t: Translator, register: Register) -> list[Document]:
    """Give the newest documents of a case as they are known now, the newest first."""
    return list(islice(_found(case, t, register), MOST))


def _found(case: Case, t: Translator, register: Register) -> Iterator[Document]:
    for event in reversed(case.history):
        if isinstance(event, DeadlineMissed | FactCorrected) or not names_document(event):
            continue
        known = case.event(event.originator_version) or event
        shown = [*_every(of_event(known, t, only=naming_documents(known)))]
        numbers = [one for one in shown if one.name.endswith("_no") and one.name != "on_decision"]
        links, files = [one for one in shown if one.link], [*chain.from_iterable(one.files for one in shown)]
        if numbers or links or files:
            signed = next(
                (
                    _signed(value, known, register, t)
                    for value in known.facts().values()
                    if isinstance(value, Signature)
                ),
                "",
            )
            number = known.originator_version
            whose, apart = (
                claimed(case.organization, known, register),
                frozenset(one.signature for one in signatures_in(known)),
            )
            yield Document(known.TOPIC, numbers, links, files, signed, known.occurred_on, number, whose, apart)


def _every(shown: Iterable[Shown]) -> Iterator[Shown]:
    """Give fields with those in their rows."""
    for one in shown:
        yield one
        for row in one.rows:
            yield from _every(row)


def claimed(organization: str, event: CaseEvent, register: Register) -> Claim:
    """Give whom an entry names as the signatory, so that electronic signatures of its files are held to it."""
    signatures = (value for value in event.facts().values() if isinstance(value, Signature))
    if (signature := next(signatures, None)) is None:
        return Claim()
    return claim(register, organization, event.occurred_on, signature.post, signature.person or "")


def _signed(signature: Signature, event: CaseEvent, register: Register, t: Translator) -> str:
    """Say who signed: the post, and the person where they are named."""
    name = person_name(register, signature.person, event.occurred_on, t) if signature.person else ""
    return ", ".join(filter(None, (t.code("Post", signature.post), name)))
