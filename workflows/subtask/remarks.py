"""What of a subtask is recorded though it is not as it should be: codes that pages and API put into words."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from events import subtask as happened
from events.event import CaseEvent
from workflows.register import Register
from workflows.signatories import Paper
from workflows.subtask import amounts, signing, training
from workflows.subtask.documents import DOCUMENTS, STANDARD, published_count

if TYPE_CHECKING:
    from workflows.subtask.facts import SubtaskFacts


def remarks(facts: "SubtaskFacts", event: CaseEvent, register: Register) -> tuple[str, ...]:
    """Name what is unusual about an event, given the facts after it."""
    return tuple(_remarks(facts, event, register))


def _remarks(facts: "SubtaskFacts", event: CaseEvent, register: Register) -> Iterator[str]:
    match event:
        case happened.SubtaskSigned():
            yield from signing.remarks(facts, event, register)
            if facts.subtask == "4.2.1" and not facts.nil and training.reached_on(facts.entries) is None:
                yield "quota_not_reached"
        case happened.SubtaskUploaded() if signing.paper(facts) is Paper.UNSIGNED_FORM and not facts.signed:
            yield "form_not_signed"
        case happened.SocialOrderReported():
            yield from amounts.remarks(event)
        case happened.DocumentConfirmed() if facts.subtask == STANDARD and not event.public_took_part:
            yield "without_the_public"
        case happened.DocumentsPublished() if event.documents and published_count(event) < len(DOCUMENTS):
            yield "not_all_documents_published"
        case happened.PreventionDone():
            titles = {position.title.casefold() for list_ in facts.positions.values() for position in list_}
            if event.position.casefold() not in titles:
                yield "position_not_in_list"
        case _:
            pass
