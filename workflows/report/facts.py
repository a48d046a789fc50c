"""What is known of a report: its versions, and what became of the last one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import singledispatchmethod
from typing import Self

from events import report as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from events.upload import UploadReturned
from workflows.case import Facts
from workflows.forms.forms import Form, forms
from workflows.refusals import Violation
from workflows.register import Register
from workflows.report import consistency
from workflows.signing import Signed
from workflows.subtask.period import bounds


@dataclass(frozen=True, slots=True)
class ReportFacts(Facts):
    """The form, its period, every version that was formed, and the check, signature and submission of the last one."""

    appendix: int = 0
    period: str = ""
    consolidated: bool = False
    versions: tuple[happened.ReportFormed, ...] = ()
    checked: happened.ReportChecked | None = None
    signed: happened.ReportSigned | None = None
    submitted: happened.ReportSubmitted | None = None
    returned: happened.ReportReturned | UploadReturned | None = None
    signatures: tuple[happened.ReportSigned, ...] = ()

    @property
    def formed(self) -> happened.ReportFormed | None:
        """The version that counts."""
        return self.versions[-1] if self.versions else None

    @property
    def form(self) -> Form | None:
        """Which form it is."""
        return forms().get(self.appendix)

    def version(self, number: int) -> happened.ReportFormed | None:
        """Give a version by its number, from 1 on."""
        return self.versions[number - 1] if 0 < number <= len(self.versions) else None

    def signed_version(self, number: int) -> happened.ReportSigned | None:
        """Give the signature under a version, None if it was never signed."""
        formed = self.version(number)
        later = self.version(number + 1)
        if formed is None:
            return None
        end = later.originator_version if later else None
        under = [
            one
            for one in self.signatures
            if one.originator_version > formed.originator_version and (end is None or one.originator_version < end)
        ]
        return under[-1] if under else None

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself or the register (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be."""
        return tuple(self._remarks(event, register))

    @singledispatchmethod
    def after(self, _event: CaseEvent) -> Self:
        """Give the facts after an event; events that change no fact leave them."""
        return self

    @after.register
    def _(self, event: happened.ReportFormed) -> Self:
        return replace(
            self,
            appendix=event.appendix,
            period=event.period,
            consolidated=event.consolidated,
            versions=(*self.versions, event),
            checked=None,
            signed=None,
            submitted=None,
            returned=None,
        )

    @after.register
    def _(self, event: happened.ReportChecked) -> Self:
        return replace(self, checked=event)

    @after.register
    def _(self, event: happened.ReportSigned) -> Self:
        return replace(self, signed=event, signatures=(*self.signatures, event))

    @after.register
    def _(self, event: happened.ReportSubmitted) -> Self:
        return replace(self, submitted=event)

    @after.register
    def _(self, event: happened.ReportReturned | UploadReturned) -> Self:
        return replace(self, returned=event)

    def _remarks(self, event: CaseEvent, register: Register) -> Iterator[str]:
        match event:
            case happened.ReportFormed() if event.formed_on <= bounds(event.period)[1]:
                yield "formed_before_the_period_ended"
            case happened.ReportSigned() if form := self.form:
                yield from Signed(form.paper, event.organization, event.signature, event.signed_on, register).remarks()
                if self.formed and self.formed.blanks:
                    yield "signed_with_blanks"
                if event.file is None:
                    yield "signed_without_file"
                yield from _compared(event)
            case happened.ReportSubmitted() if self.signed is None:
                yield "form_not_signed"  # it has no block (SG-10), but is evidence, which somebody signs (l.41)
            case _:
                pass


def _compared(event: happened.ReportSigned) -> Iterator[str]:
    """Name what is unusual about the file of a signed form, beside the form as it was formed."""
    found = event.comparison
    if found is None:
        return
    if remark := _UNUSUAL.get(found.likeness):
        yield remark
    if found.likeness in _THE_FORM and not found.signed_inside and event.detached is None:
        yield "signed_form_bears_no_signature"


_UNUSUAL = {
    happened.FormLikeness.SUPPLEMENTED: "signed_form_says_more",
    happened.FormLikeness.DIFFERENT: "signed_form_differs",
    happened.FormLikeness.NOT_COMPARED: "signed_form_not_compared",
}
_THE_FORM = frozenset({happened.FormLikeness.SAME, happened.FormLikeness.SUPPLEMENTED})
