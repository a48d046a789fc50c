"""What a cartogram may not contradict.

A section that differs from the analyses is recorded and shown as it is; the report on it is not signed before both are equal.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from events import cartogram as happened
from events.cartogram import PublishedPosition
from events.event import CaseEvent
from events.text import Body, msg
from events.upload import UploadReturned
from workflows.cartogram.comparison import Row
from workflows.cartogram.keepers import keeps
from workflows.refusals import Violation
from workflows.register import Register
from workflows.uploads import of_another, without_paper

if TYPE_CHECKING:
    from workflows.cartogram.facts import CartogramFacts

_NAMED = 5
"""How many rows a refusal names."""

SUBTASK = "1.5.1"
"""The subtask that a cartogram carries out."""

Check = Callable[["CartogramFacts", Any, Register], Iterator[Violation]]


def violations(facts: "CartogramFacts", event: CaseEvent, register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    return [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event, register)]


def _kept_here(_facts: "CartogramFacts", event: happened.CartogramAssigned, register: Register) -> Iterator[Violation]:
    if not keeps(event.organization, event.assigned_on, register):
        yield Violation(("year",), msg("Only the akimats of oblasts keep a cartogram (l.185)."))


def _rows_are_of_the_region(_facts: "CartogramFacts", event: Any, register: Register) -> Iterator[Violation]:
    for index, row in enumerate(event.rows):
        if not register.within(row.organization, event.organization, event.updated_on):
            text = msg("{organization} is not a body of this region.", organization=Body(row.organization))
            yield Violation(("rows", index, "organization"), text)


def _rows_differ(_facts: "CartogramFacts", event: Any, _register: Register) -> Iterator[Violation]:
    seen = set()
    for index, row in enumerate(event.rows):
        if row in seen:
            yield Violation(("rows", index), msg("This row stands here twice."))
        seen.add(row)


def _something_to_report(
    facts: "CartogramFacts", event: happened.CartogramReportSigned, _register: Register
) -> Iterator[Violation]:
    updates = [update for update in (facts.positions_update, facts.risks_update) if update]
    if not updates:
        yield Violation(("signed_on",), msg("Neither section 1 nor section 2 has been updated yet."))
        return
    told = [update.updated_on for update in updates if update.version < event.originator_version]
    if told and event.signed_on < max(told):
        yield Violation(("signed_on",), msg("This cannot be before {first}.", first=max(told)))


def _equal_to_analyses(
    facts: "CartogramFacts", event: happened.CartogramReportSigned, _register: Register
) -> Iterator[Violation]:
    """Refuse a report while a section differs (l.340; RU-10); what came after the signature is not held against it."""
    compared = (
        ("positions_note", facts.positions, facts.positions_since),
        ("risks_note", facts.risks, facts.risks_since),
    )
    for path, section, since in compared:
        changed = max(since, section.update.version if section.update else 0)
        if changed > event.originator_version:
            continue
        if section.missing:
            text = msg(
                "Missing on the website ({n}, l.340): {rows}. Bring the section up to date.", **_told(section.missing)
            )
            yield Violation((path,), text)
        if section.superfluous:
            text = msg(
                "On the website, but not in the analyses ({n}, l.340): {rows}. Bring the section up to date.",
                **_told(section.superfluous),
            )
            yield Violation((path,), text)


def _told(rows: Sequence[Row]) -> dict[str, Any]:
    """Say which rows: the first of them, and how many there are."""
    words = [row.title if isinstance(row, PublishedPosition) else row.description for row in rows[:_NAMED]]
    return {"n": len(rows), "rows": ", ".join((*words, "…") if len(rows) > _NAMED else words)}


def _follows_signature(
    facts: "CartogramFacts", event: happened.CartogramReportUploaded, _register: Register
) -> Iterator[Violation]:
    if facts.signed and event.uploaded_on < facts.signed.signed_on:
        yield Violation(("uploaded_on",), msg("This cannot be before {first}.", first=facts.signed.signed_on))


def _has_its_paper(
    facts: "CartogramFacts", _event: happened.CartogramReportUploaded, _register: Register
) -> Iterator[Violation]:
    if facts.signed and facts.signed.file is None:
        yield without_paper(("uploaded_on",), facts.signed)


def _follows_upload(
    facts: "CartogramFacts", event: happened.CartogramClosed, _register: Register
) -> Iterator[Violation]:
    if facts.uploaded and event.closed_on < facts.uploaded.uploaded_on:
        yield Violation(("closed_on",), msg("This cannot be before {first}.", first=facts.uploaded.uploaded_on))


def _was_uploaded(facts: "CartogramFacts", event: UploadReturned, _register: Register) -> Iterator[Violation]:
    yield from of_another(event, [SUBTASK])
    yield from facts.uploads.contradictions(event, SUBTASK)


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.CartogramAssigned: (_kept_here,),
    happened.PositionsUpdated: (_rows_are_of_the_region, _rows_differ),
    happened.RisksUpdated: (_rows_are_of_the_region, _rows_differ),
    happened.CartogramReportSigned: (_something_to_report, _equal_to_analyses),
    happened.CartogramReportUploaded: (_follows_signature, _has_its_paper),
    UploadReturned: (_was_uploaded,),
    happened.CartogramClosed: (_follows_upload,),
}
