"""The documents that a KGS must have and publish (3.2.1–3.2.9, l.514–577)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events.subtask import DocumentConfirmed, DocumentsPublished, PolicyPart, SubtaskSigned, SubtaskUploaded
from events.text import msg
from workflows.catalogue import Every
from workflows.refusals import Violation
from workflows.register import Register
from workflows.subtask.period import bounds, year_of

if TYPE_CHECKING:
    from workflows.subtask.facts import SubtaskFacts

DOCUMENTS = tuple(f"3.2.{number}" for number in range(1, 9))
"""The subtasks whose documents are to be published."""

POLICY = "3.2.2"
STANDARD = "3.2.5"
"""The subtask of the document that is drawn up together with the public (l.551)."""


_OWN_FIELDS = {"contents": POLICY, "public_took_part": STANDARD}
"""Fields that the document of one subtask alone is asked for."""


def foreign_fields(subtask: str) -> frozenset[str]:
    """Give the fields of a confirmed document that are asked of other subtasks only."""
    return frozenset(name for name, owner in _OWN_FIELDS.items() if owner != subtask)


def confirmed(facts: "SubtaskFacts", event: DocumentConfirmed, _register: Register) -> Iterator[Violation]:
    """Say what a document lacks."""
    if event.valid_until and event.valid_until < event.approved_on:
        yield Violation(("valid_until",), msg("This cannot be before {first}.", first=event.approved_on))
    lacking = tuple(part for part in PolicyPart if part not in event.contents)
    if facts.subtask == POLICY and lacking:
        yield Violation(("contents",), msg("The policy must also set: {parts} (l.522–533).", parts=lacking))
    if facts.definition.recurrence.every is Every.YEAR:
        yield from _of_its_year(facts, event)


def _of_its_year(facts: "SubtaskFacts", event: DocumentConfirmed) -> Iterator[Violation]:
    """Say if a document that is owed each year is one of another year: a plan of several years says until when it is in force."""
    first, last = bounds(facts.period)
    if event.approved_on > last:
        yield Violation(("approved_on",), msg("This must lie between {first} and {last}.", first=first, last=last))
    elif event.approved_on < first and not (event.valid_until and event.valid_until >= first):
        text = msg(
            "A plan approved before {year} counts for that year only if it is in force then: say until when it is, {first} at the earliest.",
            year=year_of(facts.period),
            first=first,
        )
        yield Violation(("valid_until",), text)


def in_force(facts: "SubtaskFacts", event: SubtaskSigned | SubtaskUploaded, _register: Register) -> Iterator[Violation]:
    """Say if the document was no longer in force on the day: what has expired does not show that there is one."""
    found = [entry for entry in facts.entries if isinstance(entry, DocumentConfirmed)]
    valid_until = found[-1].valid_until if found else None
    if valid_until and valid_until < event.occurred_on and facts.still_counts(event.originator_version):
        text = msg("The document was in force until {day}: report the one that is in force now.", day=valid_until)
        yield Violation((event.HAPPENED,), text)


def published(_facts: "SubtaskFacts", event: DocumentsPublished, register: Register) -> Iterator[Violation]:
    """Say what a report of publications contradicts: familiarisation is for those without a site (l.577)."""
    codes = [link.document for link in event.documents]
    for index, code in enumerate(codes):
        if code not in DOCUMENTS:
            yield Violation(("documents", index, "document"), msg("The documents are those of 3.2.1 to 3.2.8."))
        elif code in codes[:index]:
            yield Violation(("documents", index, "document"), msg("Code {code} is used twice.", code=code))
    if bool(event.documents) == bool(event.familiarised_on):
        text = msg("Name either the published documents or the day on which the employees were familiarised.")
        yield Violation(("documents",), text)
    body = register.organization(event.organization)
    details = body.details.at(event.reported_on) if body else None
    if event.familiarised_on and not event.employees:
        yield Violation(("employees",), msg("Say how many employees were familiarised."))
    if event.familiarised_on and details and details.site:
        yield Violation(("familiarised_on",), msg("The organisation has a site of its own: publish there."))


def published_count(event: DocumentsPublished) -> int:
    """Give how many of the eight documents are published."""
    return len({link.document for link in event.documents} & set(DOCUMENTS))
