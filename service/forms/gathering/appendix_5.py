"""Appendix 5 from the monthly events of the ethics officer and the prevention with people in exposed positions (4.2.3, 4.2.4, l.665–675)."""

from collections.abc import Iterable, Iterator

from events.subtask import EthicsEventHeld, PreventionDone
from service.forms.gathering.entries import months, tell
from service.forms.gathering.sources import Found, Sources
from service.i18n import Translator
from workflows.forms import Both, Cell

EVENTS, PREVENTION = "4.2.3", "4.2.4"


async def prevention(sources: Sources) -> Found:
    """Give the lines of both parts: who was worked with, and what was done."""
    found = Found()

    def of_event(entry: EthicsEventHeld) -> tuple[str, tuple[Cell, ...]]:
        whom, done = (Both(*words) for words in zip(*(_event(entry, t) for t in sources.speakers), strict=True))
        return EVENTS, (whom, done)

    def of_person(entry: PreventionDone) -> tuple[str, tuple[Cell, ...]]:
        done = Both(*(f"{t.plain(entry.done_on)}. {entry.work_done}" for t in sources.speakers))
        return PREVENTION, (f"{entry.name}, {entry.position}", done)

    await tell(sources, found, EVENTS, [*months(sources.asked.period)], EthicsEventHeld, of_event)
    await tell(sources, found, PREVENTION, [str(sources.asked.year)], PreventionDone, of_person)
    return found


def _event(entry: EthicsEventHeld, t: Translator) -> tuple[str, str]:
    whom = f"{', '.join(entry.units)} ({t('Participants')}: {t.number(entry.participants)})"
    return whom, ". ".join(_done(entry, t))


def _done(entry: EthicsEventHeld, t: Translator) -> Iterator[str]:
    yield t.plain(entry.held_on)
    yield t.code("Format", entry.format)
    yield f"{t('Topics')}: {_codes('Topic', entry.topics, t)}"
    if entry.with_civil_society:
        yield t("Together with civil society")
    if entry.basis:
        yield f"{t('Audience chosen by')}: {_codes('AudienceBasis', entry.basis, t)}"
    yield entry.work_done


def _codes(kind: str, values: Iterable[str], t: Translator) -> str:
    return ", ".join(t.code(kind, value) for value in values)
