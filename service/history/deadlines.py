"""What an entry says of deadlines, as plain text: which was missed, put off or extended, and how acts stood against theirs."""

from collections.abc import Iterator

from events.case import DeadlineExtended, DeadlineMissed, DeadlinePostponed
from service.i18n import Translator
from service.web.entries import Entry, extension
from service.web.status import margin


def deadlines(entry: Entry, t: Translator) -> Iterator[str]:
    """Give it, a deadline at a time, in the words of the page of the case."""
    event = entry.event
    match event:
        case DeadlineMissed():
            yield f"{_rule(event.key, t)}, {t('due')} {t.date(event.due)}"
        case DeadlinePostponed():
            yield f"{_rule(event.key, t)}, {t.date(event.due)} → {t.date(event.postponed_to)}"
        case DeadlineExtended():
            yield f"{_rule(event.key, t)}, {extension(entry, t)}"
    for one in entry.changes.judged:
        yield f"{_rule(one.key, t)}, {t('due')} {t.date(one.due)}: {margin(t, one.margin, one.outcome)}"


def _rule(key: str, t: Translator) -> str:
    return t.code("rule", key.split("/", maxsplit=1)[0])
