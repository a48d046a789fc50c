"""Appendix 6 from what was done for legal propaganda (4.3.1, l.679–687)."""

from collections.abc import Iterator

from events.subtask import PropagandaHeld
from service.forms.gathering.entries import tell
from service.forms.gathering.sources import Found, Sources
from service.i18n import Translator
from workflows.forms import Both, Cell

SUBTASK = "4.3.1"


async def propaganda(sources: Sources) -> Found:
    """Give the lines: what was explained and how, when, and where the page with the evidence is."""
    found = Found()

    def line(entry: PropagandaHeld) -> tuple[str, tuple[Cell, ...]]:
        said = Both(*(". ".join(_said(entry, t)) for t in sources.speakers))
        return entry.kind.value, (said, "\n".join(filter(None, (entry.evidence_address, entry.other_address))))

    await tell(sources, found, SUBTASK, [str(sources.asked.year)], PropagandaHeld, line)
    return found


def _said(entry: PropagandaHeld, t: Translator) -> Iterator[str]:
    approved = f" ({t('Act approved on')}: {t.plain(entry.act_approved_on)})" if entry.act_approved_on else ""
    yield f"{entry.subject}{approved}"
    yield f"{t.code('PropagandaForm', entry.form)}: {entry.measure}" if entry.form else entry.measure
    yield f"{t.plain(entry.held_on)}, {entry.held_at}"
