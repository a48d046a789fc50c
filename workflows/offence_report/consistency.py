"""What a report of an offence may not contradict."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from events import offence_report as happened
from events.event import CaseEvent
from events.offence import OffenceCategory
from events.text import msg
from workflows.fact import common_violations
from workflows.refusals import Violation
from workflows.register import Register

if TYPE_CHECKING:
    from workflows.offence_report.facts import OffenceReportFacts

Check = Callable[["OffenceReportFacts", Any], Iterator[Violation]]


def violations(facts: "OffenceReportFacts", event: CaseEvent, _register: Register) -> Sequence[Violation]:
    """Say everything that the event makes contradictory."""
    own = [found for check in _CHECKS.get(type(event), ()) for found in check(facts, event)]
    return [*own, *common_violations(facts, event)]


def _is_corruption(_facts: "OffenceReportFacts", event: happened.OffenceRegistered) -> Iterator[Violation]:
    if event.offence.category is OffenceCategory.DISCREDITING:
        text = msg("Only administrative and criminal offences are reported here (l.356).")
        yield Violation(("offence", "category"), text)


def _days_fit(_facts: "OffenceReportFacts", event: happened.OffenceRegistered) -> Iterator[Violation]:
    offence = event.offence
    if offence.happened_on > event.found_on:
        text = msg("This cannot be after {last}.", last=event.found_on)
        yield Violation(("offence", "happened_on"), text)
    if offence.last_day < offence.happened_on:
        text = msg("This cannot be before {first}.", first=offence.happened_on)
        yield Violation(("offence", "happened_until"), text)


def _sent_after_found(facts: "OffenceReportFacts", event: happened.OffenceReported) -> Iterator[Violation]:
    if facts.registered and event.sent_on < facts.registered.occurred_on:
        yield Violation(("sent_on",), msg("This cannot be before {first}.", first=facts.registered.occurred_on))


def _answers(facts: "OffenceReportFacts", event: happened.ReplyReceived) -> Iterator[Violation]:
    sent = min((report.sent_on for report in facts.reports), default=None)
    if sent and event.received_on < sent:
        yield Violation(("received_on",), msg("This cannot be before {first}.", first=sent))


def _codes_differ(facts: "OffenceReportFacts", event: happened.ReplyReceived) -> Iterator[Violation]:
    others = (reply for reply in facts.replies if reply.originator_version != event.originator_version)
    seen = {row.code for reply in others for row in reply.recommendations}
    for index, row in enumerate(event.recommendations):
        if row.code in seen:
            text = msg("There is a recommendation {code} already: give this one another code.", code=row.code)
            yield Violation(("recommendations", index, "code"), text)
        seen.add(row.code)


def _executed_once(facts: "OffenceReportFacts", event: happened.RecommendationExecuted) -> Iterator[Violation]:
    code = event.recommendation
    if code not in facts.recommendations:
        yield _unknown(("recommendation",), code)
    elif facts.executed[code].originator_version != event.originator_version:
        text = msg("It is recorded that {code} is carried out: correct that entry.", code=code)
        yield Violation(("recommendation",), text)


def _reply_or_reason(facts: "OffenceReportFacts", event: happened.ReportClosed) -> Iterator[Violation]:
    if facts.awaits_reply and event.without_reply is None:
        text = msg("No reply has come to the last report: say why none is awaited.")
        yield Violation(("without_reply",), text)
    if not facts.awaits_reply and event.without_reply is not None:
        yield Violation(("without_reply",), msg("A reply has come: leave this empty."))


def _all_explained(facts: "OffenceReportFacts", event: happened.ReportClosed) -> Iterator[Violation]:
    explained: set[str] = set()
    for index, row in enumerate(event.unexecuted):
        path, code = ("unexecuted", index, "recommendation"), row.recommendation
        if code not in facts.recommendations:
            yield _unknown(path, code)
        elif code in explained:
            yield Violation(path, msg("This row stands here twice."))
        explained.add(code)
    for code in facts.recommendations_left:
        if code not in explained:
            text = msg("Recommendation {code} is neither carried out nor explained.", code=code)
            yield Violation(("unexecuted",), text)


def _closed_last(facts: "OffenceReportFacts", event: happened.ReportClosed) -> Iterator[Violation]:
    days = (
        one.occurred_on for one in (*facts.reports, *facts.replies) if one.originator_version < event.originator_version
    )
    first = max(days, default=event.closed_on)
    if event.closed_on < first:
        yield Violation(("closed_on",), msg("This cannot be before {first}.", first=first))


def _unknown(path: tuple[str | int, ...], code: str) -> Violation:
    return Violation(path, msg("No reply recommends {code}.", code=code), refers=True)


_CHECKS: Mapping[type[CaseEvent], tuple[Check, ...]] = {
    happened.OffenceRegistered: (_is_corruption, _days_fit),
    happened.OffenceReported: (_sent_after_found,),
    happened.ReplyReceived: (_answers, _codes_differ),
    happened.RecommendationExecuted: (_executed_once,),
    happened.ReportClosed: (_reply_or_reason, _all_explained, _closed_last),
}
