"""Which body uploads for an organisation, on a day: RU-U1 to RU-U3 (l.51, l.57)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from events.subtask import SubtaskUploaded
from events.text import Body, msg
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.subtask.facts import SubtaskFacts


def uploading_body(organization: str, on: date, register: Register) -> str:
    """Give the body that uploads for an organisation on a day.

    It is the organisation itself while the register does not know it, and "" if nobody above has an account.
    """
    return register.uploader(organization, on) if register.organization(organization) else organization


def uploading_bodies(organization: str, register: Register) -> frozenset[str]:
    """Give the bodies that ever uploaded for an organisation: whoever did may record it when another does."""
    days = set(_turns(organization, register))
    return frozenset(uploading_body(organization, day, register) for day in days) - {""}


def answering_body(organization: str, uploaded: SubtaskUploaded | None, on: date, register: Register) -> str:
    """Give the body that answers for the work, so that only those above it accept: whoever uploaded for the body below it."""
    by = uploaded.envelope.body if uploaded else ""
    return by if by in register.ancestors(organization, on) else organization


def by_whom(_facts: "SubtaskFacts", event: SubtaskUploaded, register: Register) -> Iterator[Violation]:
    """Say if the body of whoever recorded the upload was not the one to upload on that day."""
    body, by = uploading_body(event.organization, event.uploaded_on, register), event.envelope.body
    if by in {"", body}:
        return
    if body:
        text = msg(
            "On {day} {body} uploaded for {organization}.",
            day=event.uploaded_on,
            body=Body(body),
            organization=Body(event.organization),
        )
    else:
        text = msg(
            "On {day} nobody had an account to upload for {organization}.",
            day=event.uploaded_on,
            organization=Body(event.organization),
        )
    yield Violation(("uploaded_on",), text)


def _turns(organization: str, register: Register) -> Iterator[date]:
    """Give the days on which another body may have begun to upload: a change of an account, of what stands above, an end."""
    passed, at_hand = set[str](), [organization]
    while at_hand:
        code = at_hand.pop()
        record = register.organization(code)
        if code in passed or record is None:
            continue
        passed.add(code)
        yield from (day for day, _ in record.details.entries)
        yield from (day for day, _ in record.above.entries)
        if record.closed_on:
            yield record.closed_on + timedelta(days=1)
        at_hand += [above for _, above in record.above.entries if above]
