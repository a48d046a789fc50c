"""Uploading what a case of several steps, or of the whole year, has to show: by when, and by whom (l.41, l.47, l.51; D23)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, ClassVar, Self

from events.event import CaseEvent
from events.text import Body, Text, msg
from events.upload import UploadDate
from workflows.actor import Actor, Role
from workflows.calendar import Given
from workflows.machine import NOW
from workflows.on_behalf import OnBehalf
from workflows.refusals import Violation
from workflows.terms import Instance, Rule, given


@dataclass(frozen=True, slots=True)
class Uploads:
    """The dates of the Карта, and the days of the first uploads, each by the subtask ("1.1.2", "1.3.3/2024Q2")."""

    due: Mapping[str, date] = field(default_factory=dict)
    done: Mapping[str, date] = field(default_factory=dict)

    def dated(self, dates: Iterable[UploadDate]) -> Self:
        """Give them with the dates that hold from now on."""
        return replace(self, due={row.key: row.upload_by for row in dates})

    def uploaded(self, key: str, on: date) -> Self:
        """Give them after an upload; what was uploaded in time and again later was in time."""
        return replace(self, done={key: on, **self.done})

    def instances(self, ended_on: date | None) -> Iterator[Instance]:
        """Give what is owed by the dates; nothing more, once the work has ended, than was due by then."""
        for key, upload_by in self.due.items():
            yield Instance(upload_by, self.done.get(key), key, key.replace("/", ", "), ended_on)


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


class UploadedWorkflow(OnBehalf):
    """A workflow whose documents are uploaded by whoever has the account."""

    UPLOADING: ClassVar[str] = ""
    """The action that records the upload."""

    def uploader(self, actor: Actor) -> bool:
        """An official of the body whose account is used: RU-U1 to RU-U3 (l.51, l.57)."""
        return actor.role in {Role.OFFICER, Role.SIGNATORY} and actor.organization == self._account_holder

    def why_not(self, action: str) -> Text | None:
        """Say who uploads, to those who do not."""
        body, case = self._account_holder, self.model.case
        if action != self.UPLOADING or not body or case is None:
            return None
        return msg("{body} uploads for {organization}.", body=Body(body), organization=Body(case.organization))

    @property
    def _account_holder(self) -> str | None:
        """The body that uploads: the organisation itself while the register does not know it, none without an account above."""
        case, register = self.model.case, self.model.register
        if case is None:
            return None
        known = register.organization(case.organization) is not None
        return (register.uploader(case.organization, NOW) or None) if known else case.organization
