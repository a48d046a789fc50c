"""Uploading what a case of several steps, or of the whole year, has to show: by when, and by whom (l.41, l.47, l.51; D23)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Self

from events.event import CaseEvent
from events.text import Body, Text, msg
from events.upload import UploadDate, UploadDatesSet, UploadReturned
from workflows.actor import Actor, Role
from workflows.calendar import Given
from workflows.machine import NOW
from workflows.on_behalf import OnBehalf
from workflows.refusals import Violation
from workflows.terms import Instance, Rule, given


@dataclass(frozen=True, slots=True)
class Step:
    """An upload, or its return: the number of its event, the subtask ("1.1.2", "1.3.3/2024Q2"), and its day."""

    number: int
    key: str
    day: date
    back: bool


@dataclass(frozen=True, slots=True)
class Uploads:
    """The dates of the Карта, and the days of the first uploads, each by the subtask ("1.1.2", "1.3.3/2024Q2").

    `steps` are all uploads and returns, `returned` the days on which the Cross-platform gave back what was not uploaded again.
    """

    due: Mapping[str, date] = field(default_factory=dict)
    done: Mapping[str, date] = field(default_factory=dict)
    returned: Mapping[str, date] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()

    @property
    def standing(self) -> frozenset[str]:
        """What is uploaded, and was not given back since."""
        return frozenset(self.done.keys() - self.returned.keys())

    def uploaded_on(self, key: str) -> date | None:
        """Give the day of the first upload that stands, None if there is none."""
        found = None
        for step in self.steps:
            if step.key == key:
                found = None if step.back else found or step.day
        return found

    def dated(self, dates: Iterable[UploadDate]) -> Self:
        """Give them with the dates that hold from now on."""
        return replace(self, due={row.key: row.upload_by for row in dates})

    def after(self, event: CaseEvent, subtask: str = "") -> Self:
        """Give them after dates, an upload, or its return; `subtask` is that of a case with one alone.

        What was uploaded in time and again later was in time.
        """
        if isinstance(event, UploadDatesSet):
            return self.dated(event.dates)
        key, day, back = key_of(event, subtask), event.occurred_on, isinstance(event, UploadReturned)
        steps = (*self.steps, Step(event.originator_version, key, day, back))
        if back:
            return replace(self, steps=steps, returned={**self.returned, key: day})
        returned = {one: on for one, on in self.returned.items() if one != key}
        return replace(self, steps=steps, returned=returned, done={key: day, **self.done})

    def contradictions(self, event: UploadReturned, key: str) -> Iterator[Violation]:
        """Say if what was returned had not been uploaded by then."""
        before = [one for one in self.steps if one.key == key and one.number < event.originator_version]
        if not before:
            yield Violation(("returned_on",), msg("It was never uploaded: record the upload first."))
        elif before[-1].back:
            text = msg("It was returned on {day}, and not uploaded since.", day=before[-1].day)
            yield Violation(("returned_on",), text)
        elif event.returned_on < before[-1].day:
            yield Violation(("returned_on",), msg("This cannot be before {first}.", first=before[-1].day))

    def remarks_of_end(self, end: CaseEvent) -> Iterator[str]:
        """Name what is unusual about ending the work: the Cross-platform lacks what it gave back, or had not given it back by that day."""
        if self.returned:
            yield "closed_though_returned"
        if any(
            step.back and step.number < end.originator_version and end.occurred_on < step.day for step in self.steps
        ):
            yield "ended_before_return"

    def instances(self, ended_on: date | None) -> Iterator[Instance]:
        """Give what is owed by the dates; nothing more, once the work has ended, than was due by then."""
        for key, upload_by in self.due.items():
            yield Instance(upload_by, self.done.get(key), key, key.replace("/", ", "), ended_on)


def key_of(event: CaseEvent, subtask: str = "") -> str:
    """Give what tells an upload or a return from others of its case; `subtask` is that of a case with one alone."""
    named, quarter = getattr(event, "subtask", None) or subtask, getattr(event, "quarter", None)
    return f"{named}/{quarter}" if quarter else named


def of_another(event: UploadReturned, subtasks: Sequence[str]) -> Iterator[Violation]:
    """Say if a return names what the case does not carry out: `subtasks` are those that it does, and is uploaded for as a whole."""
    if event.subtask not in {None, *subtasks}:
        yield Violation(("subtask",), msg("This case carries out: {subtasks}.", subtasks=", ".join(subtasks)))
    if event.quarter:
        yield Violation(("quarter",), msg("Only the monitoring (1.3.3) is uploaded by quarters."))


def rule(instances: Callable[[Any], Iterable[Instance]]) -> Rule:
    """Give the rule of the Карта's dates for cases of a kind."""
    same_day = given(Given.DAY)
    return Rule("D23", "", "Upload the evidence by the date of the Карта", "l.47", same_day, instances)


def without_paper(path: tuple[str | int, ...], entry: CaseEvent) -> Violation:
    """Say that what is uploaded is not there: the signed paper is the evidence (l.41), and its entry has none."""
    text = msg(
        "Entry {n} has no file of the signed paper: add it by correcting that entry.", n=entry.originator_version
    )
    return Violation(path, text)


def uploaded_already(entry: CaseEvent) -> Text:
    """Say that an upload stands: its day is put right by a correction, and something else goes up once that was given back."""
    return msg(
        "Entry {n} says that it was uploaded on {day}: correct that entry if the day is wrong. It is uploaded again once it was given back.",
        n=entry.originator_version,
        day=entry.occurred_on,
    )


def who_uploads(body: str, organization: str) -> Text:
    """Say who records the uploads of an organisation: which body does, or which of its people, where it does so itself (l.51, l.57)."""
    if body == organization:
        return msg("An authorised officer or a signatory of {body} records this.", body=Body(body))
    return msg("{body} uploads for {organization}.", body=Body(body), organization=Body(organization))


RETURNING = "record_return"
"""The action that records that something was given back, of whatever case."""


class UploadedWorkflow(OnBehalf):
    """A workflow whose documents are uploaded by whoever has the account."""

    UPLOADING: ClassVar[str] = ""
    """The action that records the upload."""

    def uploader(self, actor: Actor) -> bool:
        """An official of the body whose account is used: RU-U1 to RU-U3 (l.51, l.57)."""
        return actor.role in {Role.OFFICER, Role.SIGNATORY} and actor.organization == self._account_holder

    def why_not(self, action: str) -> Text | None:
        """Say who uploads, to those who do not."""
        body, case, command = self._account_holder, self.model.case, self.model.command
        if action not in {self.UPLOADING, RETURNING} or not body or case is None:
            return None
        is_theirs = command is not None and self.uploader(command.actor)
        return None if is_theirs else who_uploads(body, case.organization)

    @property
    def _account_holder(self) -> str | None:
        """The body that uploads: the organisation itself while the register does not know it, none without an account above."""
        case, register = self.model.case, self.model.register
        if case is None:
            return None
        known = register.organization(case.organization) is not None
        return (register.uploader(case.organization, NOW) or None) if known else case.organization
