"""What is known of an offence that a body reports: the reports, the replies, what was done about them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from typing import Any, Self

from events import offence_report as happened
from events.deadlines import DeadlineChanges
from events.event import CaseEvent
from workflows.fact import FactFacts
from workflows.offence_report import consistency, remarks
from workflows.refusals import Violation
from workflows.register import Register


@dataclass(frozen=True, slots=True)
class OffenceReportFacts(FactFacts):
    """Reports and replies in the order in which they were recorded; executions by the code of the recommendation."""

    reports: tuple[happened.OffenceReported, ...] = ()
    replies: tuple[happened.ReplyReceived, ...] = ()
    executed: Mapping[str, happened.RecommendationExecuted] = field(default_factory=dict)
    closed: happened.ReportClosed | None = None

    @property
    def recommendations(self) -> Mapping[str, happened.ReplyReceived]:
        """The replies by the codes of what they recommend."""
        return {row.code: reply for reply in self.replies for row in reply.recommendations}

    @property
    def recommendations_left(self) -> list[str]:
        """The codes of those that nobody has carried out."""
        return [code for code in self.recommendations if code not in self.executed]

    @property
    def awaits_reply(self) -> bool:
        """Whether no reply has come since the last report."""
        return max(map(_number, self.reports), default=0) > max(map(_number, self.replies), default=0)

    def shown(self) -> dict[str, Any]:
        """Show the recommendations nobody has carried out, too."""
        # no `super()` without arguments in a class that `slots` made anew
        return {**FactFacts.shown(self), "recommendations_left": self.recommendations_left}

    def violations(self, event: CaseEvent, register: Register) -> Sequence[Violation]:
        """Say what contradicts itself (see `consistency`)."""
        return consistency.violations(self, event, register)

    def remarks(self, event: CaseEvent, _changed: DeadlineChanges, _register: Register) -> Sequence[str]:
        """Name what is recorded though it is not as it should be (see `remarks`)."""
        return tuple(remarks.remarks(self, event))

    @singledispatchmethod
    def after(self, event: CaseEvent) -> Self:
        """Give the facts after an event; what all kinds of fact share is in `FactFacts`."""
        return self.common(event)

    @after.register
    def _(self, event: happened.OffenceReported) -> Self:
        return replace(self, reports=(*self.reports, event), closed=None)

    @after.register
    def _(self, event: happened.ReplyReceived) -> Self:
        return replace(self, replies=(*self.replies, event), closed=None)

    @after.register
    def _(self, event: happened.RecommendationExecuted) -> Self:
        return replace(self, executed={event.recommendation: event, **self.executed})

    @after.register
    def _(self, event: happened.ReportClosed) -> Self:
        return replace(self, closed=event)


def _number(event: CaseEvent) -> int:
    return event.originator_version
